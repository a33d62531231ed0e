import { formatDuration } from '@kintsugi/core';
import type { Bound } from './analysis.ts';

/** `1 restart`, `3 restarts`, `any number of restarts`. */
export function counted(amount: number, one: string, many = `${one}s`): string {
  if (amount === Infinity) return `any number of ${many}`;
  return amount === 1 ? `1 ${one}` : `${wholeNumber(amount)} ${many}`;
}

/** With a comma between thousands. */
export function wholeNumber(amount: number): string {
  if (amount === Infinity) return 'no limit';
  return String(amount).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

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

/** `≤ 720`, or `720` when it is reached. */
export function bounded({ atMost, isReached }: Bound): string {
  if (atMost === Infinity) return 'any number of';
  return isReached ? wholeNumber(atMost) : `≤ ${wholeNumber(atMost)}`;
}
