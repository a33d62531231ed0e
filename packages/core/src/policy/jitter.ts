/**
 * The jitters that spread a wait which a backoff has already worked out; `backoff.kind` may be any.
 * `d` is that wait, `u` the random number in `[0, 1)`.
 *
 * - `none`: `d`.
 * - `full`: `u * d`, evenly over `[0, d)`. Children that failed together return one by one.
 * - `equal`: `d / 2 + u * d / 2`, evenly over `[d / 2, d)`. Never returns at once.
 * - `quarter`: `d * (0.75 + 0.5 * u)`, within 25 % of `d`. The cap cuts afterwards, so at the cap most waits are the cap itself.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ for `full` and `equal`
 * @see https://www.pollydocs.org/strategies/retry.html for `quarter`
 */
export const SPREAD_JITTERS = ['none', 'full', 'equal', 'quarter'] as const;

/** One of {@link SPREAD_JITTERS}. */
export type SpreadJitter = (typeof SPREAD_JITTERS)[number];

/**
 * The jitters that replace the formula of an exponential backoff: each wait grows out of the one before it.
 * Two formulas share one name in the literature; both are here.
 *
 * - `decorrelated`: evenly over `[base, 3 * previous wait)`, capped. The AWS original.
 * - `decorrelated-v2`: the smooth curve of Polly and cockatiel: it doubles on average, from 0 ms up, without the clumps of the original.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ for `decorrelated`
 * @see https://github.com/Polly-Contrib/Polly.Contrib.WaitAndRetry#new-jitter-recommendation for `decorrelated-v2`
 */
export const DECORRELATED_JITTERS = ['decorrelated', 'decorrelated-v2'] as const;

/** One of {@link DECORRELATED_JITTERS}. */
export type DecorrelatedJitter = (typeof DECORRELATED_JITTERS)[number];

/** How chance changes a wait. */
export type Jitter = SpreadJitter | DecorrelatedJitter;

/**
 * Whether this jitter needs to remember something from one attempt to the next.
 *
 * @example
 * ```ts
 * isDecorrelated('full'); // false
 * isDecorrelated('decorrelated-v2'); // true
 * ```
 */
export function isDecorrelated(jitter: Jitter): jitter is DecorrelatedJitter {
  return jitter === 'decorrelated' || jitter === 'decorrelated-v2';
}

/**
 * A wait, spread by chance and capped, in milliseconds.
 *
 * @param waitMs - the wait before cap and jitter, in milliseconds; may be `Infinity`
 * @param maxMs - the cap, in milliseconds; finite
 * @param random - a number in `[0, 1)`; `none` does not read it
 *
 * @example
 * ```ts
 * jitteredDelay('full', 1_000, 30_000, 0.25); // 250
 * jitteredDelay('equal', 1_000, 30_000, 0.25); // 625
 * jitteredDelay('quarter', 1_000, 30_000, 0.25); // 875
 * ```
 */
export function jitteredDelay(
  jitter: SpreadJitter,
  waitMs: number,
  maxMs: number,
  random: number,
): number {
  const cappedMs = Math.min(maxMs, waitMs);
  switch (jitter) {
    case 'none':
      return cappedMs;
    case 'full':
      return cappedMs * random;
    case 'equal':
      return cappedMs / 2 + (cappedMs / 2) * random;
    case 'quarter':
      return Math.min(maxMs, waitMs * (0.75 + 0.5 * random));
  }
}
