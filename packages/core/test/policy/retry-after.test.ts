import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { honourRetryAfter } from '../../src/policy/retry-after.ts';

describe('honourRetryAfter', () => {
  it.each([
    ['waits what the server asked', 1_000, 3_000, 60_000, 3_000],
    ['never waits less than the backoff', 4_000, 3_000, 60_000, 4_000],
    ['honours a day for one minute only', 1_000, 86_400_000, 60_000, 60_000],
    ['honours Infinity for one minute only', 1_000, Infinity, 60_000, 60_000],
    ['does not cut the backoff to the cap', 90_000, 120_000, 60_000, 90_000],
    ['waits as the backoff says when nothing was asked', 1_000, undefined, 60_000, 1_000],
    ['ignores a hint that is not a number', 1_000, NaN, 60_000, 1_000],
    ['ignores a hint in the past', 1_000, -5_000, 60_000, 1_000],
    ['clamps as the AWS SDKs do, to at most 5 s more than the backoff', 800, 9_000, 5_800, 5_800],
  ])('%s', (_name, delayMs, retryAfterMs, capMs, expected) => {
    expect(honourRetryAfter(delayMs, retryAfterMs, capMs)).toBe(expected);
  });

  it('stays between the backoff and the greater of backoff and cap', () => {
    const anyMs = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(anyMs, fc.double(), anyMs, (delayMs, retryAfterMs, capMs) => {
        const waitMs = honourRetryAfter(delayMs, retryAfterMs, capMs);
        expect(waitMs).toBeGreaterThanOrEqual(delayMs);
        expect(waitMs).toBeLessThanOrEqual(Math.max(delayMs, capMs));
      }),
    );
  });
});
