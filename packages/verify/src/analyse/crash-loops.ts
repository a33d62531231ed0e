import {
  type ChildSpec,
  type EscalationPolicy,
  type Intensity,
  raiseSeverity,
  type Severity,
  stepBudget,
  type SupervisorSpec,
} from '@kintsugi/core';
import type { CrashLoop } from './analysis.ts';
import { firstStep } from './chain-answer.ts';
import { incidentCurve } from './incident-curve.ts';
import { shortestWait } from './wait.ts';

const DAY_MS = 86_400_000;

/** Whose loops are looked for. */
interface Looper {
  readonly supervisor: SupervisorSpec;
  readonly child: ChildSpec;
  readonly severity: Severity;
}

/**
 * The lives after which a child is restarted for ever: it lives as long after every start, then loses
 * its worker by a fault of this severity, and no limit is ever tripped, whatever chance does.
 *
 * Where each life outlasts `stableAfterMs` every fault opens an incident of its own, so that only the
 * windows are left to trip; where it does not, the budget of the one incident must have no limit.
 */
export function crashLoops(
  supervisor: SupervisorSpec,
  child: ChildSpec,
  severity: Severity,
): readonly CrashLoop[] {
  const looper = { supervisor, child, severity };
  const { stableAfterMs } = supervisor.policy;
  const long = longLivedOver(looper);
  const short = shortLivedOver(looper);
  const loops: CrashLoop[] = [];
  if (short < stableAfterMs) loops.push(shortLived(looper, short));
  if (long < Infinity) loops.push(longLived(looper, Math.max(long, stableAfterMs)));
  return joined(loops);
}

/** Two ranges that touch are one, if the same step answers both. */
function joined(loops: readonly CrashLoop[]): readonly CrashLoop[] {
  const [short, long] = loops;
  const isOne = short?.step === long?.step && short?.livesUnderMs === long?.livesOverMs;
  if (short === undefined || long === undefined || !isOne) return loops;
  const restartsPerDay = Math.max(short.restartsPerDay, long.restartsPerDay);
  return [{ ...short, livesUnderMs: Infinity, restartsPerDay }];
}

// Lives that end their incident.

/** Lives longer than this are answered by the same step for ever; `Infinity` when none are. */
function longLivedOver(looper: Looper): number {
  const step = stepAfresh(looper);
  if (step === undefined) return Infinity;
  const { policy } = looper.supervisor;
  const wait = step === 'restart' ? shortestWait(policy.restart.backoff, 1) : 0;
  const isHarmless = firstStep(policy, looper.child, raiseSeverity(looper.severity)) === step;
  const periods = windowsOf(looper, step, isHarmless).map(({ gaps, withinMs }) =>
    gaps === 0 ? Infinity : withinMs / gaps,
  );
  return Math.max(0, ...periods) - wait;
}

/** The step that answers it each time, when that gives it a new life. */
function stepAfresh(looper: Looper): string | undefined {
  const { policy } = looper.supervisor;
  const step = firstStep(policy, looper.child, lastingSeverity(looper));
  return step === 'restart' || step in policy.customSteps ? step : undefined;
}

/** A pattern of one failure raises every one of them. */
function lastingSeverity({ supervisor, severity }: Looper): Severity {
  return supervisor.policy.pattern.failures === 1 ? raiseSeverity(severity) : severity;
}

function longLived(looper: Looper, livesOverMs: number): CrashLoop {
  const { policy } = looper.supervisor;
  const step = stepAfresh(looper) ?? 'restart';
  const wait = step === 'restart' ? shortestWait(policy.restart.backoff, 1) : 0;
  const includesAtOnce = false;
  const restartsPerDay = Math.ceil(DAY_MS / (livesOverMs + wait));
  return { livesOverMs, livesUnderMs: Infinity, includesAtOnce, step, restartsPerDay };
}

// Lives that are all of one incident.

/** Lives longer than this are restarted for ever; `Infinity` when none are, below 0 when all are. */
function shortLivedOver(looper: Looper): number {
  const { policy } = looper.supervisor;
  const isEndless = policy.restart.maxAttempts === Infinity;
  if (!isEndless || !endsInRestart(looper, lastingSeverity(looper))) return Infinity;
  const isHarmless = endsInRestart(looper, raiseSeverity(looper.severity));
  const lives = windowsOf(looper, 'restart', isHarmless).map(({ gaps, withinMs }) =>
    gaps === 0 ? Infinity : (withinMs - waitsOf(policy, gaps)) / gaps,
  );
  return Math.max(-1, ...lives);
}

function waitsOf({ restart }: EscalationPolicy, amount: number): number {
  let sumMs = 0;
  for (let attempt = 1; attempt <= amount; attempt += 1)
    sumMs += shortestWait(restart.backoff, attempt);
  return sumMs;
}

/** Whether its chain comes to restart, and all that stands before it is spent on the way. */
function endsInRestart({ supervisor, child }: Looper, severity: Severity): boolean {
  const { policy } = supervisor;
  if (child.restart === 'temporary') return false;
  const chain = policy.chains[severity];
  const before = chain.slice(0, chain.indexOf('restart'));
  const isHandling = (step: string) => child.kind === 'supervisor' && step === 'fallback';
  return (
    chain.includes('restart') &&
    before.every((step) => step === 'retry' || isHandling(step) || step in policy.customSteps)
  );
}

function shortLived({ supervisor }: Looper, over: number): CrashLoop {
  const { policy } = supervisor;
  const livesOverMs = Math.max(0, over);
  const curve = incidentCurve({
    budget: stepBudget(policy, 'restart'),
    wait: (attempt) => shortestWait(policy.restart.backoff, attempt),
    stableAfterMs: Infinity,
    lifeMs: livesOverMs,
  });
  return {
    livesOverMs,
    livesUnderMs: policy.stableAfterMs,
    includesAtOnce: over < 0,
    step: 'restart',
    restartsPerDay: curve.mostIn(DAY_MS),
  };
}

// What would trip.

interface Window {
  /** Gaps between restarts, or between failures, that must fit into the window to trip it. */
  readonly gaps: number;
  readonly withinMs: number;
}

/**
 * The windows that end such a loop when it is dense enough.
 *
 * @param isHarmless - a failure that is raised gets the same answer
 */
function windowsOf(looper: Looper, step: string, isHarmless: boolean): readonly Window[] {
  const { supervisor, child, severity } = looper;
  const isRestart = step === 'restart';
  const intensities = isRestart ? [supervisor.intensity, child.intensity] : [];
  const isRaised = severity !== 'CRITICAL' && !isHarmless;
  return [
    ...intensities.flatMap((intensity) => intensityWindow(intensity)),
    ...(isRaised ? raisingWindows(supervisor.policy, isRestart) : []),
  ];
}

function intensityWindow(intensity: Intensity | undefined): readonly Window[] {
  if (intensity === undefined || intensity.maxRestarts === Infinity) return [];
  return [{ gaps: intensity.maxRestarts, withinMs: intensity.withinMs }];
}

/** A pattern of one failure has raised them all: whether they are is not for a window to say. */
function raisingWindows(
  { pattern, longWindow }: EscalationPolicy,
  isRestart: boolean,
): readonly Window[] {
  const { failures, windowMs } = pattern;
  const ofFailures = failures === 1 ? [] : [{ gaps: failures - 1, withinMs: windowMs }];
  const { restarts, withinMs } = longWindow;
  const ofRestarts = isRestart && restarts !== Infinity ? [{ gaps: restarts, withinMs }] : [];
  return [...ofFailures, ...ofRestarts];
}
