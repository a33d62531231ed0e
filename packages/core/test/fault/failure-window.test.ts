import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createFailureWindow,
  DEFAULT_PATTERN,
  type FailureWindow,
  failuresWithin,
  InvalidOptionError,
  raisesSeverity,
  reachesPattern,
  recordFailure,
} from '../../src/index.ts';

const WINDOW_MS = DEFAULT_PATTERN.windowMs;

function windowOf(instants: readonly number[], capacity = 5): FailureWindow {
  const window = createFailureWindow(capacity);
  for (const at of instants) recordFailure(window, at);
  return window;
}

/** Instants of our clock, which never goes back. */
const instants = fc
  .array(fc.integer({ min: 0, max: 30_000 }))
  .map((gaps) => gaps.map((_, last) => gaps.slice(0, last + 1).reduce((sum, gap) => sum + gap, 0)));

describe('failure window', () => {
  it('has a pattern of 5 failures in 60 s at half of the operations by default', () => {
    expect(DEFAULT_PATTERN).toEqual({ failures: 5, windowMs: 60_000, minFailureRate: 0.5 });
  });

  it('holds nothing until the first failure', () => {
    expect(createFailureWindow()).toEqual({ capacity: 5, instants: [], next: 0 });
    expect(failuresWithin(createFailureWindow(), 0, WINDOW_MS)).toBe(0);
  });

  it('holds a failure exactly as old as the window, and not one millisecond longer', () => {
    const law = fc.property(fc.nat(), fc.integer({ min: 1, max: 1e9 }), (at, windowMs) => {
      expect(failuresWithin(windowOf([at]), at + windowMs, windowMs)).toBe(1);
      expect(failuresWithin(windowOf([at]), at + windowMs + 1, windowMs)).toBe(0);
    });
    fc.assert(law);
  });

  it('counts exactly the failures inside, up to its capacity', () => {
    const law = fc.property(
      instants,
      fc.integer({ min: 1, max: 9 }),
      fc.nat(90_000),
      (given, capacity, later) => {
        const now = (given.at(-1) ?? 0) + later;
        const inside = given.filter((at) => now - at <= WINDOW_MS).length;
        expect(failuresWithin(windowOf(given, capacity), now, WINDOW_MS)).toBe(
          Math.min(inside, capacity),
        );
      },
    );
    fc.assert(law);
  });

  it('never grows as time passes', () => {
    const law = fc.property(instants, fc.nat(90_000), fc.nat(90_000), (given, a, b) => {
      const window = windowOf(given);
      const last = given.at(-1) ?? 0;
      const [sooner, later] = [last + Math.min(a, b), last + Math.max(a, b)];
      expect(failuresWithin(window, later, WINDOW_MS)).toBeLessThanOrEqual(
        failuresWithin(window, sooner, WINDOW_MS),
      );
    });
    fc.assert(law);
  });

  it('keeps no more than its capacity and is plain data', () => {
    const window = windowOf(Array.from({ length: 1_000 }, (_, at) => at));
    expect(window.instants.toSorted((a, b) => a - b)).toEqual([995, 996, 997, 998, 999]);
    expect(JSON.parse(JSON.stringify(window))).toEqual(window);
  });

  it.each([0, 1.5, Infinity, Number.NaN])('refuses a capacity of %d', (capacity) => {
    expect(() => createFailureWindow(capacity)).toThrow(InvalidOptionError);
  });
});

describe('reachesPattern', () => {
  it.each([
    ['four failures', [0, 1, 2, 3], 3, false],
    ['the fifth, counting itself', [0, 1, 2, 3, 4], 4, true],
    ['five within exactly 60 s', [0, 1, 2, 3, 60_000], 60_000, true],
    ['five in just over 60 s', [0, 1, 2, 3, 60_001], 60_001, false],
    ['five an hour ago', [0, 1, 2, 3, 4], 3_600_000, false],
  ])('%s', (_name, given, now, reached) => {
    expect(reachesPattern(windowOf(given), now, DEFAULT_PATTERN)).toBe(reached);
  });

  it('counts other numbers of failures as well', () => {
    const pattern = { failures: 2, windowMs: 10 };
    expect(
      [0, 5, 16].map((_, last, all) =>
        reachesPattern(windowOf(all.slice(0, last + 1), 2), all[last] ?? 0, pattern),
      ),
    ).toEqual([false, true, false]);
  });
});

describe('raisesSeverity', () => {
  const five = [0, 1, 2, 3, 4];

  it.each([
    ['no operations are counted', undefined, true],
    ['none has settled yet', { settled: 0, failed: 0 }, true],
    ['three in ten failed at first', { settled: 10, failed: 3 }, false],
    ['half of them failed at first', { settled: 10, failed: 5 }, true],
    ['just under half failed at first', { settled: 1_000, failed: 499 }, false],
  ])('the fifth failure, when %s', (_name, operations, raised) => {
    expect(raisesSeverity(windowOf(five), 4, DEFAULT_PATTERN, operations)).toBe(raised);
  });

  it('never raises before the fifth failure, however many operations failed', () => {
    const operations = { settled: 100, failed: 100 };
    expect(raisesSeverity(windowOf([0, 1, 2, 3]), 3, DEFAULT_PATTERN, operations)).toBe(false);
  });

  it('goes by the bare count when minFailureRate is 0', () => {
    const pattern = { ...DEFAULT_PATTERN, minFailureRate: 0 };
    expect(raisesSeverity(windowOf(five), 4, pattern, { settled: 1_000, failed: 0 })).toBe(true);
  });
});
