import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Backoff,
  backoffDelay,
  DEFAULT_RESTART_BACKOFF,
  DEFAULT_RETRY_BACKOFF,
  LONGEST_DELAY_MS,
} from '../../src/policy/backoff.ts';
import { anyBackoff, anyRandom, capOf, delays } from './backoff-sequences.ts';

describe('backoffDelay', () => {
  it.each<[string, Backoff, readonly number[]]>([
    ['a retry', DEFAULT_RETRY_BACKOFF, [0, 1, 2, 4, 8, 16, 30, 30]],
    ['a restart', DEFAULT_RESTART_BACKOFF, [0, 1, 2, 4, 8, 16, 32, 60, 60]],
    ['exponential', { kind: 'exponential', baseMs: 1_000 }, [0, 1, 2, 4, 8]],
    ['delayed', { kind: 'exponential', baseMs: 1_000, firstAttempt: 'delayed' }, [1, 2, 4, 8, 16]],
    ['factor 3', { kind: 'exponential', baseMs: 1_000, factor: 3 }, [0, 1, 3, 9, 27]],
    ['cap below base', { kind: 'exponential', baseMs: 9_000, maxMs: 4_000 }, [0, 4, 4]],
    ['linear', { kind: 'linear', baseMs: 2_000, maxMs: 7_000 }, [2, 4, 6, 7, 7]],
    ['constant', { kind: 'constant', delayMs: 5_000 }, [5, 5, 5]],
  ])('%s waits as documented, in seconds', (_name, backoff, seconds) => {
    expect(delays(backoff, seconds.length)).toEqual(seconds.map((second) => second * 1_000));
  });

  it('of the first immediate attempt is 0 whatever the jitter', () => {
    for (const jitter of [
      'none',
      'full',
      'equal',
      'quarter',
      'decorrelated',
      'decorrelated-v2',
    ] as const)
      expect(backoffDelay({ kind: 'exponential', baseMs: 1_000, jitter }, 1, 0.9).delayMs).toBe(0);
  });

  it('without a cap stops at the longest wait a timer can keep', () => {
    expect(backoffDelay({ kind: 'exponential', baseMs: 1_000 }, 3_000, 0).delayMs).toBe(
      LONGEST_DELAY_MS,
    );
    expect(backoffDelay({ kind: 'linear', baseMs: 1e300 }, 3_000, 0).delayMs).toBe(
      LONGEST_DELAY_MS,
    );
    expect(backoffDelay({ kind: 'constant', delayMs: Infinity }, 1, 0).delayMs).toBe(
      LONGEST_DELAY_MS,
    );
  });

  it('hands the carry through where no decorrelated jitter uses it', () => {
    for (const backoff of [
      DEFAULT_RETRY_BACKOFF,
      { kind: 'linear', baseMs: 1 },
      { kind: 'constant', delayMs: 1 },
    ] as const satisfies Backoff[])
      expect(backoffDelay(backoff, 3, 0, 42).carry).toBe(42);
  });

  it('is finite, at least 0 and at most the cap for any backoff, attempt and carry', () => {
    fc.assert(
      fc.property(
        anyBackoff,
        fc.integer({ min: 1, max: 1_000_000 }),
        anyRandom,
        fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        (backoff, attempt, random, carry) => {
          const wait = backoffDelay(backoff, attempt, random, carry);
          expect(wait.delayMs).toBeGreaterThanOrEqual(0);
          expect(wait.delayMs).toBeLessThanOrEqual(capOf(backoff));
          expect(Number.isFinite(wait.carry)).toBe(true);
        },
      ),
    );
  });

  it('never shrinks from one attempt to the next without jitter', () => {
    fc.assert(
      fc.property(anyBackoff, fc.integer({ min: 1, max: 1_000_000 }), (backoff, attempt) => {
        const steady = { ...backoff, jitter: 'none' } as const;
        const [now, later] = [attempt, attempt + 1].map((n) => backoffDelay(steady, n, 0).delayMs);
        expect(later).toBeGreaterThanOrEqual(now ?? NaN);
      }),
    );
  });
});
