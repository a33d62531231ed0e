import type { Clock } from '@kintsugi/actors';

/**
 * What `outcome` answers or throws, after so long; at once, and without a promise, when that is no time at all.
 *
 * @param signal - cuts it short with the reason that it was aborted with
 */
export function delayed<Value>(
  clock: Clock,
  latencyMs: number,
  signal: AbortSignal | undefined,
  outcome: () => Value,
): Value | Promise<Value> {
  if (latencyMs === 0) return outcome();
  return new Promise((resolve, reject) => {
    const settle = () => {
      try {
        resolve(outcome());
      } catch (error) {
        reject(error);
      }
    };
    if (latencyMs === Infinity && signal === undefined) return;
    const timer = latencyMs === Infinity ? undefined : clock.setTimeout(settle, latencyMs);
    const abort = () => {
      if (timer !== undefined) clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
