import type { CrashLoop } from './analysis.ts';
import { longLoops } from './long-loops.ts';
import type { Looper } from './looper.ts';
import { shortLoops } from './short-loops.ts';

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
