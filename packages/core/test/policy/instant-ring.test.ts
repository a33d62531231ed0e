import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ages,
  createInstantRing,
  isFullWithin,
  pushInstant,
} from '../../src/policy/instant-ring.ts';

describe('instant ring', () => {
  it('holds the last instants only, and tells their ages oldest first', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        fc.array(fc.integer({ min: 0, max: 100 })),
        fc.integer({ min: 0, max: 200 }),
        (capacity, gaps, withinMs) => {
          const ring = createInstantRing();
          let now = 0;
          const all = gaps.map((gap) => (now += gap));
          for (const at of all) pushInstant(ring, capacity, at);
          const kept = capacity === 0 ? [] : all.slice(-capacity);
          expect(ages(ring, now)).toEqual(kept.map((at) => now - at));
          expect(ages(ring, now, withinMs)).toEqual(
            kept.map((at) => now - at).filter((age) => age <= withinMs),
          );
        },
      ),
    );
  });

  it('is full within a time that reaches back to exactly its oldest instant', () => {
    const ring = createInstantRing();
    pushInstant(ring, 2, 0);
    expect(isFullWithin(ring, 2, 1_000, 0)).toBe(false);
    pushInstant(ring, 2, 10);
    expect(isFullWithin(ring, 2, 1_000, 1_000)).toBe(true);
    expect(isFullWithin(ring, 2, 1_000, 1_001)).toBe(false);
  });

  it('of no capacity is always full and holds nothing', () => {
    const ring = createInstantRing();
    pushInstant(ring, 0, 5);
    expect(isFullWithin(ring, 0, 1_000, 5)).toBe(true);
    expect(ages(ring, 5)).toEqual([]);
  });
});
