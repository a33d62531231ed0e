import type { Severity } from '@kintsugi/core';
import type { ChildAnalysis, CrashLoop, FaultAnalysis } from '../analysis.ts';
import { grouped } from '../grouped.ts';
import { livesOf } from '../lives-text.ts';
import type { Finding, FindingSeverity } from './finding.ts';
import type { Expectations, Inspected } from './findings.ts';
import { counted } from '../../counted.ts';
import { listed } from '../words.ts';

/** Crash loops that no limit ends. */
export function crashLoopFindings(
  { analysis }: Inspected,
  { tolerablePerHour }: Expectations,
): readonly Finding[] {
  return analysis.children.flatMap((child) =>
    sameLoops(child.faults).map((same) => findingOf(child, same, tolerablePerHour)),
  );
}

/** A loop, and the severities of the faults that go round in it. */
interface SameLoop {
  readonly loop: CrashLoop;
  readonly severities: readonly Severity[];
}

function sameLoops(faults: readonly FaultAnalysis[]): readonly SameLoop[] {
  const all = faults.flatMap(({ severity, crashLoops }) =>
    crashLoops.map((loop) => ({ severity, loop })),
  );
  return grouped(all, ({ loop }) => Object.values(loop).join()).map((same) => ({
    loop: same[0].loop,
    severities: same.map(({ severity }) => severity),
  }));
}

function findingOf(
  { path }: ChildAnalysis,
  { loop, severities }: SameLoop,
  tolerablePerHour: number,
): Finding {
  const isTolerable = loop.restartsPerDay / 24 <= tolerablePerHour;
  return {
    rule: 'crash-loop-never-trips',
    severity: rank(loop, isTolerable),
    path,
    message: `${listed(severities)} faults: ${livesOf(loop)}, it is ${answerOf(loop)} for ever, ${rateOf(loop)}`,
    hint: isTolerable
      ? 'nothing, when that is seldom enough; else a longer longWindow, or an intensity of the child'
      : hintOf(loop, tolerablePerHour),
  };
}

function rank({ includesAtOnce }: CrashLoop, isTolerable: boolean): FindingSeverity {
  if (isTolerable) return 'info';
  return includesAtOnce ? 'error' : 'warning';
}

function answerOf({ step }: CrashLoop): string {
  return step === 'restart' ? 'restarted' : `given a new life by ${step}`;
}

function rateOf({ restartsPerDay }: CrashLoop): string {
  if (restartsPerDay === Infinity) return 'as fast as it fails';
  return `up to ${counted(restartsPerDay, 'time')} a day`;
}

function hintOf({ step }: CrashLoop, tolerablePerHour: number): string {
  return step === 'restart'
    ? `intensity: { maxRestarts: ${tolerablePerHour}, withinMs: 3_600_000 } of the child, which sends it on to the next step`
    : `no limit counts the step ${step} beyond one incident: put restart before it`;
}
