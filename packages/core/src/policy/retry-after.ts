/**
 * The wait before the next attempt when a server may have asked for one, in milliseconds.
 *
 * It is at least what the server asked and never shorter than our own wait; `capMs` limits only the
 * server's part, so that a hostile `Retry-After` cannot park a service for ever. A hint that is not
 * a positive number is ignored.
 *
 * @param delayMs - our own wait, from the backoff
 * @param retryAfterMs - what the server asked, counted from now; `undefined` when it asked nothing
 * @param capMs - the most of the server's wait that is honoured
 *
 * @example
 * ```ts
 * honourRetryAfter(1_000, 3_000, 60_000); // 3000
 * honourRetryAfter(1_000, 86_400_000, 60_000); // 60000
 * honourRetryAfter(1_000, undefined, 60_000); // 1000
 * ```
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function honourRetryAfter(
  delayMs: number,
  retryAfterMs: number | undefined,
  capMs: number,
): number {
  // Written so that NaN, which a malformed header easily becomes, is ignored too.
  if (retryAfterMs === undefined || !(retryAfterMs > delayMs)) return delayMs;
  return Math.max(delayMs, Math.min(retryAfterMs, capMs));
}
