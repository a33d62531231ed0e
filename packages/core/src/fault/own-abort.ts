import { causeChain } from './contained-errors.ts';

/**
 * Whether an error is only the echo of our own stop: it is the reason we aborted with, or one of its causes is. That is no fault.
 *
 * Told by identity, not by the name `AbortError`: an abort that somebody else asked for is a fault. Libraries reject with the
 * reason itself (`fetch`) or wrap it (Node's `timers/promises` rejects with an `AbortError` whose cause is the reason).
 *
 * @param reason - the `reason` of the signal we aborted; `undefined` when we did not
 * @see https://dom.spec.whatwg.org/#abortsignal-abort-reason
 * @example
 * ```ts
 * isOwnAbort(new Error('AbortError', { cause: signal.reason }), signal.reason); // true
 * isOwnAbort(undefined, undefined); // false: nothing was aborted
 * ```
 */
export function isOwnAbort(error: unknown, reason: unknown): boolean {
  return reason !== undefined && causeChain(error).includes(reason);
}
