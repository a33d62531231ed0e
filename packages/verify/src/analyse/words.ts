import { formatDuration } from '@kintsugi/core';
import { counted, wholeNumber } from '../counted.ts';
import type { Bound } from './analysis.ts';

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** As an option is written in code: `12 in 1 h` and `{ maxRestarts: 12, withinMs: 3_600_000 }`. */
export function within(amount: number, withinMs: number): string {
  return withinMs === Infinity
    ? `${wholeNumber(amount)} in a whole life`
    : `${wholeNumber(amount)} in ${formatDuration(withinMs)}`;
}

/** `≤ 720 restarts`, or `720 restarts` when it is reached. */
export function bounded({ atMost, isReached }: Bound, one: string, many = `${one}s`): string {
  return `${isReached || atMost === Infinity ? '' : '≤ '}${counted(atMost, one, many)}`;
}
