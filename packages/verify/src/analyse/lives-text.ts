import { formatDuration } from '@kintsugi/core';
import type { CrashLoop } from './analysis.ts';

/** `when each life exceeds 10 s`. */
export function livesOf({ livesOverMs, livesUnderMs, includesAtOnce }: CrashLoop): string {
  const over = formatDuration(livesOverMs);
  if (livesUnderMs === Infinity)
    return includesAtOnce ? 'however long each life is' : `when each life exceeds ${over}`;
  const under = formatDuration(livesUnderMs);
  return includesAtOnce
    ? `when each life is shorter than ${under}`
    : `when each life exceeds ${over} and is shorter than ${under}`;
}
