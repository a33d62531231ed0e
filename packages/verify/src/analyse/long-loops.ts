import { raiseSeverity } from '@kintsugi/core';
import type { CrashLoop } from './analysis.ts';
import { CLOCK_GRAIN_MS } from './clock-grain.ts';
import { DAY_MS } from './day.ts';
import { lastingSeverity, livingStep, type Looper, severityOfMany } from './looper.ts';
import { intensityWindows, longWindows, patternWindows, tripsUpTo } from './tripping-window.ts';
import { longestWait, shortestWait } from './wait.ts';

/** What answers its faults: undefined when that gives it no new life. */
interface Answers {
  /** While no window is full. */
  readonly step: string;
  /** While its pattern is full. */
  readonly raised: string | undefined;
  /** While its long window is full, whatever its pattern is. */
  readonly many: string | undefined;
}

/**
 * Crash loops whose lives outlast `stableAfterMs`: each fault opens an incident of its own, with a full
 * budget and the first wait. Only windows are left to trip: what is seldom enough for all of
 * them goes on for ever. So does what is raised all the time, where that is answered by another step which gives a new life.
 */
export function longLoops(looper: Looper): readonly CrashLoop[] {
  const step = livingStep(looper, lastingSeverity(looper));
  if (step === undefined) return [];
  const raised = livingStep(looper, raiseSeverity(looper.severity));
  const many = livingStep(looper, severityOfMany(looper));
  const answers = { step, raised, many };
  const always =
    raised === undefined || raised === step ? [] : raisedLoops(looper, { ...answers, raised });
  return [...always, ...seldomLoops(looper, answers)];
}

function seldomLoops(looper: Looper, { step, raised, many }: Answers): readonly CrashLoop[] {
  const overMs = tripsUpTo([
    ...(step === 'restart' ? intensityWindows(looper) : []),
    ...(step === 'restart' && many !== step ? longWindows(looper) : []),
    ...(raised === step ? [] : patternWindows(looper)),
  ]);
  return loopOf(looper, step, { overMs: overMs - waitBefore(looper, step), underMs: Infinity });
}

/** Each failure finds the pattern full, from its first few on. */
function raisedLoops(
  looper: Looper,
  { step, raised, many }: Answers & { readonly raised: string },
): readonly CrashLoop[] {
  const { failures, windowMs } = looper.supervisor.policy.pattern;
  if (failures === 1 || looper.severity === 'CRITICAL') return [];
  const waits = [step, raised].map((each) => longestBefore(looper, each));
  // A failure that is exactly as old as the window still counts.
  const underMs = windowMs / (failures - 1) - Math.max(...waits) + CLOCK_GRAIN_MS;
  const intensities = intensityWindows(looper);
  const long = many === raised ? [] : longWindows(looper);
  // The first few are answered by the other step, and may trip a window before they are raised: the long one
  // even with the last restart of them, because it comes before the pattern.
  const first = [
    ...intensities.filter(({ gaps }) => gaps < failures - 1),
    ...long.filter(({ gaps }) => gaps < failures),
  ];
  const early = step === 'restart' ? first : [];
  const later = raised === 'restart' ? [...intensities, ...long] : [];
  const overMs = Math.max(
    tripsUpTo(early) - waitBefore(looper, step),
    tripsUpTo(later) - waitBefore(looper, raised),
  );
  return loopOf(looper, raised, { overMs, underMs });
}

function waitBefore({ supervisor }: Looper, step: string): number {
  return step === 'restart' ? shortestWait(supervisor.policy.restart.backoff, 1) : 0;
}

function longestBefore({ supervisor }: Looper, step: string): number {
  return step === 'restart' ? longestWait(supervisor.policy.restart.backoff, 1, 'RECOVERABLE') : 0;
}

interface Range {
  readonly overMs: number;
  readonly underMs: number;
}

function loopOf(looper: Looper, step: string, { overMs, underMs }: Range): readonly CrashLoop[] {
  const livesOverMs = Math.max(overMs, looper.supervisor.policy.stableAfterMs);
  if (livesOverMs + CLOCK_GRAIN_MS >= underMs) return [];
  const restartsPerDay = Math.ceil(DAY_MS / (livesOverMs + waitBefore(looper, step)));
  return [{ livesOverMs, livesUnderMs: underMs, includesAtOnce: false, step, restartsPerDay }];
}
