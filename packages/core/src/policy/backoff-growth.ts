import { type Backoff, LONGEST_DELAY_MS } from './backoff.ts';
import { isDecorrelated } from './jitter.ts';

/** From this step on the curve of `decorrelated-v2` is `Infinity`. */
const LAST_STEP_OF_V2 = 1_024;

/**
 * The attempt from which on every wait follows the same rule: later ones differ by chance, and by what
 * the wait before left behind, and not by their number.
 *
 * @example
 * ```ts
 * lastDistinctAttempt({ kind: 'exponential', baseMs: 1_000, maxMs: 5_000 }); // 5: waits 0, 1, 2, 4, 5, 5 s
 * lastDistinctAttempt({ kind: 'constant', delayMs: 1_000 }); // 1
 * ```
 */
export function lastDistinctAttempt(backoff: Backoff): number {
  if (backoff.kind === 'constant' || backoff.baseMs === 0) return 1;
  const { baseMs, maxMs = LONGEST_DELAY_MS } = backoff;
  const rise = Math.max(1, Math.min(maxMs, LONGEST_DELAY_MS) / baseMs);
  return backoff.kind === 'linear' ? Math.ceil(rise) : lastOfExponential(backoff, rise);
}

/** `rise` is how many times the first wait the longest one is. */
function lastOfExponential(
  { factor = 2, firstAttempt = 'immediate', jitter = 'none' }: Backoff & { kind: 'exponential' },
  rise: number,
): number {
  const first = firstAttempt === 'immediate' ? 2 : 1;
  if (jitter === 'decorrelated-v2') return first + LAST_STEP_OF_V2;
  // Attempt 1 begins a sequence; after that only the wait before counts.
  if (isDecorrelated(jitter)) return 2;
  return factor === 1 ? first : first + Math.ceil(Math.log(rise) / Math.log(factor));
}
