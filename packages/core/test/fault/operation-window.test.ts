import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countOperation,
  createOperationWindow,
  InvalidOptionError,
  operationsWithin,
} from '../../src/index.ts';

const WINDOW_MS = 60_000;

interface Settled {
  readonly at: number;
  readonly failedFirst: boolean;
}

/** Operations in the order of our clock. */
const operations = fc
  .array(fc.record({ at: fc.integer({ min: 0, max: 300_000 }), failedFirst: fc.boolean() }))
  .map((settled) => settled.toSorted((a, b) => a.at - b.at));

function windowOf(settled: readonly Settled[]) {
  const window = createOperationWindow(WINDOW_MS);
  for (const { at, failedFirst } of settled) countOperation(window, at, failedFirst);
  return window;
}

describe('operation window', () => {
  it('counts nothing at first', () => {
    expect(operationsWithin(createOperationWindow(WINDOW_MS), 1e12)).toEqual({
      settled: 0,
      failed: 0,
    });
  });

  it('counts settled operations and those whose first attempt failed', () => {
    const window = windowOf([
      { at: 1_000, failedFirst: false },
      { at: 1_001, failedFirst: true },
      { at: 25_000, failedFirst: true },
    ]);
    expect(operationsWithin(window, 25_000)).toEqual({ settled: 3, failed: 2 });
  });

  it('forgets what is older than the window, also after an idle hour', () => {
    const window = windowOf([{ at: 0, failedFirst: true }]);
    expect(operationsWithin(window, 59_999).settled).toBe(1);
    expect(operationsWithin(window, 60_000).settled).toBe(0);
    countOperation(window, 3_600_000, false);
    expect(operationsWithin(window, 3_600_000)).toEqual({ settled: 1, failed: 0 });
  });

  it('counts all of the last 5/6 of the window and none older than the window', () => {
    const law = fc.property(operations, fc.nat(90_000), (given, later) => {
      const now = (given.at(-1)?.at ?? 0) + later;
      const younger = (ageMs: number, only?: 'failed') =>
        given.filter(
          ({ at, failedFirst }) => now - at < ageMs && (only === undefined || failedFirst),
        ).length;
      const { settled, failed } = operationsWithin(windowOf(given), now);
      expect(settled).toBeGreaterThanOrEqual(younger((WINDOW_MS * 5) / 6));
      expect(settled).toBeLessThanOrEqual(younger(WINDOW_MS));
      expect(failed).toBeGreaterThanOrEqual(younger((WINDOW_MS * 5) / 6, 'failed'));
      expect(failed).toBeLessThanOrEqual(younger(WINDOW_MS, 'failed'));
      expect(failed).toBeLessThanOrEqual(settled);
    });
    fc.assert(law);
  });

  it('never grows as time passes, and reading it changes nothing', () => {
    const law = fc.property(operations, fc.nat(90_000), fc.nat(90_000), (given, a, b) => {
      const window = windowOf(given);
      const before = structuredClone(window);
      const last = given.at(-1)?.at ?? 0;
      const sooner = operationsWithin(window, last + Math.min(a, b));
      expect(operationsWithin(window, last + Math.max(a, b)).settled).toBeLessThanOrEqual(
        sooner.settled,
      );
      expect(window).toEqual(before);
    });
    fc.assert(law);
  });

  it('loses no operation whose instant lies behind the newest cell', () => {
    const window = createOperationWindow(WINDOW_MS);
    countOperation(window, 100_000, false);
    countOperation(window, 5, true);
    expect(operationsWithin(window, 100_000)).toEqual({ settled: 2, failed: 1 });
  });

  it('is exact in a window that does not divide by 6', () => {
    const window = createOperationWindow(1_000);
    for (let at = 0; at < 100_000; at += 1) countOperation(window, at, at % 2 === 0);
    const { settled, failed } = operationsWithin(window, 99_999);
    expect(settled).toBeGreaterThanOrEqual(833);
    expect(settled).toBeLessThanOrEqual(1_000);
    expect(failed / settled).toBeCloseTo(0.5, 2);
  });

  it('is plain data of fixed size', () => {
    const window = windowOf(
      Array.from({ length: 1_000 }, (_, n) => ({ at: n * 777, failedFirst: true })),
    );
    expect([window.settled.length, window.failed.length]).toEqual([6, 6]);
    expect(JSON.parse(JSON.stringify(window))).toEqual(window);
  });

  it.each([0, -1, Infinity, Number.NaN])('refuses a window of %d ms', (windowMs) => {
    expect(() => createOperationWindow(windowMs)).toThrow(InvalidOptionError);
  });
});
