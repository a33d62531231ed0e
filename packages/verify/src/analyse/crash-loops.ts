import { type ChildSpec, raiseSeverity, type Severity, type SupervisorSpec } from '@kintsugi/core';
import type { CrashLoop } from './analysis.ts';
import { firstStep } from './chain-answer.ts';
import { longLoops } from './long-loops.ts';
import { shortLoops } from './short-loops.ts';

/** Whose crash loops are looked for. */
export interface Looper {
  readonly supervisor: SupervisorSpec;
  readonly child: ChildSpec;
  /** Of each of its faults. */
  readonly severity: Severity;
}

/**
 * The lives after which a child is restarted for ever: it lives as long after every start, then loses
 * its worker by a fault of this severity, and no limit is ever tripped, whatever chance does.
 */
export function crashLoops(looper: Looper): readonly CrashLoop[] {
  return [...shortLoops(looper), ...longLoops(looper)].reduce(joined, []);
}

/** Two ranges that touch are one, if the same step answers both. */
function joined(before: readonly CrashLoop[], next: CrashLoop): readonly CrashLoop[] {
  const last = before.at(-1);
  if (last?.step !== next.step || last.livesUnderMs !== next.livesOverMs) return [...before, next];
  const restartsPerDay = Math.max(last.restartsPerDay, next.restartsPerDay);
  return [...before.slice(0, -1), { ...last, livesUnderMs: next.livesUnderMs, restartsPerDay }];
}

/** How severe its faults are taken to be while no window is full: a pattern of one failure raises every one of them. */
export function lastingSeverity({ supervisor, severity }: Looper): Severity {
  return supervisor.policy.pattern.failures === 1 ? raiseSeverity(severity) : severity;
}

/** The step that answers the loss of its worker at the beginning of an incident, when that gives it a new life. */
export function livingStep(
  { supervisor: { policy }, child }: Looper,
  severity: Severity,
): string | undefined {
  const step = firstStep(policy, child, severity);
  return step === 'restart' || step in policy.customSteps ? step : undefined;
}
