import { type Backoff, backoffDelay, type Severity } from '@kintsugi/core';

/** No wait is longer than this: the longest that a JavaScript timer waits. */
const LONGEST_WAIT_MS = backoffDelay({ kind: 'constant', delayMs: Infinity }, 1, 0).delayMs;

/**
 * The least that can pass before an attempt, in milliseconds, whatever chance does. The waits of one backoff
 * never grow shorter from attempt to attempt. With jitter `decorrelated-v2`, whose waits depend on each
 * other, it is 0: a bound, and no more.
 *
 * @example
 * ```ts
 * shortestWait({ kind: 'exponential', baseMs: 1_000, jitter: 'equal' }, 3); // 1000: half of 2 s
 * ```
 */
export function shortestWait(backoff: Backoff, attempt: number): number {
  if (backoff.jitter === 'decorrelated-v2') return 0;
  return backoffDelay(backoff, attempt, 0).delayMs;
}

/** Whether {@link shortestWait} is more than a bound: chance can make all waits of an incident that short. */
export function isShortestExact({ jitter }: Backoff): boolean {
  return jitter !== 'decorrelated-v2';
}

/**
 * The most that can pass before an attempt, in milliseconds, whatever chance does and, for a `TRANSIENT`
 * fault, whatever the other side asks for (`Retry-After`).
 *
 * @example
 * ```ts
 * longestWait({ kind: 'exponential', baseMs: 1_000, maxMs: 60_000 }, 3, 'RECOVERABLE'); // 2000
 * longestWait({ kind: 'exponential', baseMs: 1_000, maxMs: 60_000 }, 3, 'TRANSIENT'); // 60000
 * ```
 */
export function longestWait(backoff: Backoff, attempt: number, severity: Severity): number {
  if (severity === 'TRANSIENT') return longestOf(backoff);
  if (backoff.jitter === 'quarter') return backoffDelay(backoff, attempt, 1).delayMs;
  if (!isDecorrelated(backoff)) return backoffDelay(plain(backoff), attempt, 0).delayMs;
  return attempt === 1 && backoff.firstAttempt !== 'delayed' ? 0 : longestOf(backoff);
}

type Decorrelated = Extract<Backoff, { readonly kind: 'exponential' }>;

/** Each wait grows out of the one before it: only the cap bounds it. */
function isDecorrelated(backoff: Backoff): backoff is Decorrelated {
  return backoff.jitter === 'decorrelated' || backoff.jitter === 'decorrelated-v2';
}

/** What jitter shortens, at its full length. */
function plain(backoff: Backoff): Backoff {
  return { ...backoff, jitter: 'none' };
}

function longestOf(backoff: Backoff): number {
  if (backoff.kind === 'constant') return Math.min(backoff.delayMs, LONGEST_WAIT_MS);
  return Math.min(backoff.maxMs ?? LONGEST_WAIT_MS, LONGEST_WAIT_MS);
}
