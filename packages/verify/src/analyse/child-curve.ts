import {
  type ChildSpec,
  type EscalationPolicy,
  SEVERITIES,
  type Severity,
  type SupervisorSpec,
} from '@kintsugi/core';
import { firstStep } from './chain-answer.ts';
import { incidentCurve, type IncidentLimits } from './incident-curve.ts';
import { NO_RESTARTS, type RestartCurve, under, windowCurve } from './restart-curve.ts';
import { isShortestExact, shortestWait } from './wait.ts';

/** A child, and what bears on how often it is restarted. */
export interface Restarted {
  readonly supervisor: SupervisorSpec;
  readonly child: ChildSpec;
  /** Least time from its start until it can fail, in milliseconds: 0 but for supervisors. */
  readonly lifeMs: number;
  /** The steps that some sequence of faults brings it to. */
  readonly steps: ReadonlySet<string>;
}

/**
 * How densely one child's own restarts can follow each other while its supervisor lives: the limits of
 * its incidents, of its own intensity and of the windows that raise its severity. What it shares with its siblings is
 * left out.
 */
export function childCurve(restarted: Restarted): RestartCurve {
  if (!canRestart(restarted)) return NO_RESTARTS;
  const { maxRestarts = Infinity, withinMs = 0 } = restarted.child.intensity ?? {};
  return under([
    incidentCurve(incidentLimits(restarted)),
    ...(maxRestarts === Infinity ? [] : [windowCurve(maxRestarts, withinMs)]),
    ...raisingCurves(restarted),
  ]);
}

/** What its incidents grant, with the shortest waits that chance can give. */
export function incidentLimits({
  supervisor: { policy },
  lifeMs,
}: Pick<Restarted, 'supervisor' | 'lifeMs'>): IncidentLimits {
  const { restart, stableAfterMs } = policy;
  const wait = (attempt: number) => shortestWait(restart.backoff, attempt);
  return { budget: restart.maxAttempts, wait, stableAfterMs, lifeMs };
}

/** Whether any sequence of faults makes it be restarted by its own chain. */
function canRestart({ child, steps }: Restarted): boolean {
  if (child.intensity?.maxRestarts === 0) return false;
  return SEVERITIES.some((severity) => steps.has(`${severity} restart`));
}

/**
 * What the failure pattern and the long window grant, each where no failure that it has raised is answered
 * by a restart. Only failures are raised: starts that fail are not, so that each failure which is let
 * through can bring a whole budget of restarts with it.
 */
function raisingCurves({ supervisor: { policy }, child }: Restarted): readonly RestartCurve[] {
  const { pattern, longWindow, restart, chains } = policy;
  // The long window raises past every chain but this one, and CRITICAL faults are not raised at all.
  if (chains.CRITICAL.includes('restart')) return [];
  const byWindow = mostInLongWindow(policy);
  // With operations that succeed beside its failures, a service stays below the rate.
  const isCounted = child.kind === 'supervisor' || pattern.minFailureRate === 0;
  // What a service's TRANSIENT failures are raised to.
  const isRestarted = child.kind === 'service' && chains.RECOVERABLE.includes('restart');
  const byPattern =
    isCounted && !isRestarted ? (pattern.failures - 1) * restart.maxAttempts : Infinity;
  return [
    ...(Number.isFinite(byPattern) ? [windowCurve(byPattern, pattern.windowMs)] : []),
    ...(Number.isFinite(byWindow) ? [windowCurve(byWindow, longWindow.withinMs)] : []),
  ];
}

/** One failure before the last that is let through, each: and then a whole budget of restarts. */
export function mostInLongWindow({ longWindow, restart }: EscalationPolicy): number {
  return longWindow.restarts - 1 + restart.maxAttempts;
}

/**
 * Whether chance and the environment can make its restarts follow each other as densely as its incidents
 * allow: some loss of its worker is answered by a restart at once, also when it has been raised, and all
 * waits can be at their shortest together.
 */
export function restartsAtOnce({
  supervisor,
  child,
}: Pick<Restarted, 'supervisor' | 'child'>): boolean {
  const { policy } = supervisor;
  const restarts = (severity: Severity) => firstStep(policy, child, severity) === 'restart';
  const isTransient = child.kind === 'service' && restarts('TRANSIENT') && restarts('RECOVERABLE');
  return (restarts('CRITICAL') || isTransient) && isShortestExact(policy.restart.backoff);
}
