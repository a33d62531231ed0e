import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffDelay } from '../../src/policy/backoff.ts';
import { isDecorrelated, jitteredDelay } from '../../src/policy/jitter.ts';
import { anyRandom, delays } from './backoff-sequences.ts';

const anyMs = fc.integer({ min: 0, max: 100_000 });

describe('jitteredDelay', () => {
  it.each([
    ['none', 1_000],
    ['full', 250],
    ['equal', 625],
    ['quarter', 875],
  ] as const)('%s of 1 s with u = 0.25 waits %d ms', (jitter, delayMs) => {
    expect(jitteredDelay(jitter, 1_000, 30_000, 0.25)).toBe(delayMs);
  });

  it.each([
    ['none', 1, 1],
    ['full', 0, 1],
    ['equal', 0.5, 1],
  ] as const)('%s stays between %d and %d of the capped wait', (jitter, least, most) => {
    fc.assert(
      fc.property(anyMs, anyMs, anyRandom, (waitMs, maxMs, random) => {
        const capped = Math.min(waitMs, maxMs);
        const delayMs = jitteredDelay(jitter, waitMs, maxMs, random);
        expect(delayMs).toBeGreaterThanOrEqual(capped * least);
        expect(delayMs).toBeLessThanOrEqual(capped * most);
      }),
    );
  });

  it('quarter stays within 25 % of the wait, and below the cap', () => {
    fc.assert(
      fc.property(anyMs, anyMs, anyRandom, (waitMs, maxMs, random) => {
        const delayMs = jitteredDelay('quarter', waitMs, maxMs, random);
        expect(delayMs).toBeGreaterThanOrEqual(Math.min(maxMs, waitMs * 0.75));
        expect(delayMs).toBeLessThanOrEqual(Math.min(maxMs, waitMs * 1.25));
      }),
    );
  });
});

describe('decorrelated jitter', () => {
  const backoff = {
    kind: 'exponential',
    baseMs: 100,
    maxMs: 1_000,
    firstAttempt: 'delayed',
    jitter: 'decorrelated',
  } as const;

  it.each([
    ['none', false],
    ['quarter', false],
    ['decorrelated', true],
    ['decorrelated-v2', true],
  ] as const)('%s is one: %s', (jitter, expected) => {
    expect(isDecorrelated(jitter)).toBe(expected);
  });

  it('is random between base and three times the previous wait, then capped', () => {
    expect(delays(backoff, 5, [0.5, 0.5, 0, 0.75, 0.99])).toEqual([200, 350, 100, 250, 743.5]);
    expect(delays(backoff, 4, 0.999).at(-1)).toBe(1_000);
  });

  it('begins with base when the attempt before it was immediate', () => {
    expect(delays({ ...backoff, firstAttempt: 'immediate' }, 3, 0.5)).toEqual([0, 200, 350]);
  });

  it('stays between base and three times the previous wait', () => {
    fc.assert(
      fc.property(fc.array(anyRandom, { minLength: 1 }), (randoms) => {
        let previousMs: number = backoff.baseMs;
        for (const delayMs of delays(backoff, randoms.length, randoms)) {
          expect(delayMs).toBeGreaterThanOrEqual(backoff.baseMs);
          expect(delayMs).toBeLessThanOrEqual(Math.min(backoff.maxMs, 3 * previousMs));
          previousMs = delayMs;
        }
      }),
    );
  });

  it.each(['decorrelated', 'decorrelated-v2'] as const)(
    '%s starts afresh with the attempts, whatever was carried',
    (jitter) => {
      for (const firstAttempt of ['delayed', 'immediate'] as const) {
        const first = { ...backoff, firstAttempt, jitter };
        expect(backoffDelay(first, 1, 0.5, 800)).toEqual(backoffDelay(first, 1, 0.5, 0));
      }
    },
  );

  it('v2 never answers NaN once its curve has overflowed, nor for a base of 0', () => {
    const v2 = { ...backoff, jitter: 'decorrelated-v2' } as const;
    expect(delays(v2, 1_200, 0.5).slice(1_000)).toEqual(Array(200).fill(1_000));
    expect(delays({ ...v2, baseMs: 0 }, 1_200, 0.5).every((wait) => wait === 0)).toBe(true);
  });
});
