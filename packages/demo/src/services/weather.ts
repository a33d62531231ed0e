/** What becomes of one call over the network. */
export type Weather = 'fair' | 'reset' | 'stall';

/**
 * Which of ten calls go wrong: three, so 30 %. Never three in a row, and never half of the calls at
 * any time, retries included: whatever the seed, this is bad weather and no outage.
 */
const BAD_CALLS_OF_TEN = [
  [2, 5, 8],
  [2, 5, 9],
  [2, 6, 9],
  [3, 6, 9],
  [2, 3, 7],
  [2, 3, 8],
  [3, 4, 8],
  [4, 5, 9],
  [2, 6, 7],
  [3, 7, 8],
] as const;

/**
 * A network that resets or stalls three calls in ten; which ones, and how, is up to chance.
 *
 * @example
 * ```ts
 * const next = badWeather(seededRandom(7));
 * [next(), next(), next()]; // ['fair', 'fair', 'stall']
 * ```
 */
export function badWeather(random: () => number): () => Weather {
  let calls = 0;
  let bad: readonly number[] = [];
  return () => {
    const call = calls % 10;
    calls += 1;
    if (call === 0) bad = BAD_CALLS_OF_TEN[Math.floor(random() * BAD_CALLS_OF_TEN.length)] ?? [];
    if (!bad.includes(call)) return 'fair';
    return random() < 0.5 ? 'reset' : 'stall';
  };
}
