import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration } from '../src/index.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [-5, '0 ms'],
    [Number.NaN, '0 ms'],
    [0.4, '0 ms'],
    [850, '850 ms'],
    [999.4, '999 ms'],
    [999.5, '1 s'],
    [1_000, '1 s'],
    [1_500, '1.5 s'],
    [30_000, '30 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_499, '59 min 59 s'],
    [3_599_500, '1 h'],
    [11_400_000, '3 h 10 min'],
    [86_369_999, '23 h 59 min'],
    [86_370_000, '1 d'],
    [93_600_000, '1 d 2 h'],
    [Infinity, 'for ever'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('is off by half its smaller unit at most', () => {
    const unitMs = new Map([
      ['ms', 1],
      ['s', 1_000],
      ['min', 60_000],
      ['h', 3_600_000],
      ['d', 86_400_000],
    ]);
    const read = (text: string): number =>
      [...text.matchAll(/([\d.]+) (\w+)/g)].reduce(
        (sum, [, amount, unit = '']) => sum + Number(amount) * (unitMs.get(unit) ?? Number.NaN),
        0,
      );
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e10, noNaN: true }), (ms) => {
        const halfUnit =
          ms < 999.5
            ? 0.5
            : ms < 59_950
              ? 50
              : ms < 3_599_500
                ? 500
                : ms < 86_370_000
                  ? 30_000
                  : 1_800_000;
        expect(Math.abs(read(formatDuration(ms)) - ms)).toBeLessThanOrEqual(halfUnit + 1e-3);
      }),
    );
  });
});
