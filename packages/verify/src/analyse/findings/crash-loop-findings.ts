import { formatDuration, raiseSeverity, type Severity } from '@kintsugi/core';
import type { ChildAnalysis, CrashLoop, FaultAnalysis } from '../analysis.ts';
import type { Finding, FindingSeverity } from './finding.ts';
import type { Expectations, Inspected } from './findings.ts';
import { wholeNumber } from './words.ts';

/** Crash loops that no limit ends. */
export function crashLoopFindings(
  { analysis }: Inspected,
  { tolerablePerHour }: Expectations,
): readonly Finding[] {
  return analysis.children.flatMap((child) =>
    child.faults.flatMap((fault) =>
      fault.crashLoops.map((loop) => findingOf(child, fault, loop, tolerablePerHour)),
    ),
  );
}

function findingOf(
  { path, faults }: ChildAnalysis,
  { severity }: FaultAnalysis,
  loop: CrashLoop,
  tolerablePerHour: number,
): Finding {
  const isTolerable = loop.restartsPerDay / 24 <= tolerablePerHour;
  return {
    rule: 'crash-loop-never-trips',
    severity: rank(loop, isTolerable),
    path,
    message: `${severity} faults: ${livesOf(loop)}, it is ${answerOf(loop)} for ever, ${rateOf(loop)}`,
    hint: isTolerable
      ? 'nothing, when that is seldom enough; else a longer longWindow, or an intensity of the child'
      : hintOf(loop, severity, faults, tolerablePerHour),
  };
}

function rank({ includesAtOnce }: CrashLoop, isTolerable: boolean): FindingSeverity {
  if (isTolerable) return 'info';
  return includesAtOnce ? 'error' : 'warning';
}

/** `when each life is longer than 10 s`. */
export function livesOf({ livesOverMs, livesUnderMs, includesAtOnce }: CrashLoop): string {
  const over = formatDuration(livesOverMs);
  if (livesUnderMs === Infinity)
    return includesAtOnce ? 'however long each life is' : `when each life is longer than ${over}`;
  const under = formatDuration(livesUnderMs);
  return includesAtOnce
    ? `when each life is shorter than ${under}`
    : `when each life is longer than ${over} and shorter than ${under}`;
}

function answerOf({ step }: CrashLoop): string {
  return step === 'restart' ? 'restarted' : `given a new life by ${step}`;
}

function rateOf({ restartsPerDay }: CrashLoop): string {
  if (restartsPerDay === Infinity) return 'as fast as it fails';
  return `up to ${wholeNumber(restartsPerDay)} times a day`;
}

function hintOf(
  { step }: CrashLoop,
  severity: Severity,
  faults: readonly FaultAnalysis[],
  tolerablePerHour: number,
): string {
  if (step !== 'restart')
    return `no limit counts the step ${step} beyond one incident: put restart before it`;
  const own = `intensity: { maxRestarts: ${tolerablePerHour}, withinMs: 3_600_000 } of the child sends it on to the next step`;
  const raised = raiseSeverity(severity);
  const isLooping = faults.some((each) => each.severity === raised && each.crashLoops.length > 0);
  return isLooping && raised !== severity
    ? `${own}; raised to ${raised}, it is restarted just the same`
    : own;
}
