import { causeChain } from './contained-errors.ts';
import { readProperty } from './read-property.ts';
import { brandedSeverity } from './severity-brand.ts';

/**
 * The wait, in milliseconds, that the outermost `RateLimitedError` among the error and its causes asks for; `undefined` when none does.
 *
 * Any error that states its severity may carry a `retryAfterMs`; a value that is not a finite number of at least 0 is passed over.
 *
 * @example
 * ```ts
 * const limited = new RateLimitedError('slow down', { retryAfterMs: 2_000 });
 * retryAfterMsOf(new Error('charge failed', { cause: limited })); // 2000
 * ```
 */
export function retryAfterMsOf(error: unknown): number | undefined {
  return causeChain(error)
    .filter((member) => brandedSeverity(member) !== undefined)
    .map((member) => readProperty(member, 'retryAfterMs'))
    .find(isWait);
}

function isWait(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value !== Infinity;
}
