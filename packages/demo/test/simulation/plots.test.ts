import { describe, expect, it } from 'vitest';
import { HEAT_LEGEND, heatLine } from '../../src/simulation/heat-line.ts';
import { repairHistogram } from '../../src/simulation/repair-histogram.ts';
import { paintIf } from '../../src/terminal/colour.ts';
import { type Line, renderLine } from '../../src/terminal/line.ts';

const plain = (line: Line) => renderLine(line, paintIf(false), Infinity);

describe('heatLine', () => {
  it.each([
    [1, '█'],
    [0.9999, '▇'],
    [0.995, '▆'],
    [0.98, '▅'],
    [0.95, '▄'],
    [0.75, '▃'],
    [0.5, '▂'],
    [0.02, '▂'],
    [0, '▁'],
  ])('shows %d of the time as %s', (share, glyph) => {
    expect(plain(heatLine([share]))).toBe(glyph);
  });

  it('takes what is nearly a whole for one: sums of many parts are not exact', () => {
    expect(plain(heatLine([0.1 + 0.2 + 0.7 - 1e-12]))).toBe('█');
  });

  it('says what its characters mean, in 80 columns', () => {
    expect(plain(HEAT_LEGEND)).toBe(
      'down at most  █ never ▇ 0.1 % ▆ 1 % ▅ 3 % ▄ 10 % ▃ 30 % ▂ 99 % ▁ always',
    );
  });
});

describe('repairHistogram', () => {
  it('has a bar for each length of time, the longest for what is most frequent', () => {
    const repairsMs = [0, 0, 0, 0, 500, 1_000, 8_000, 3_600_000];
    expect(repairHistogram(repairsMs).map(plain)).toEqual([
      `at once          ${'█'.repeat(42)}  4`,
      `up to 1 s        ${'█'.repeat(21)}  2`,
      'up to 3 s        -',
      'up to 10 s       ██████████▌  1',
      'up to 30 s       -',
      'up to 1 min      -',
      'up to 5 min      -',
      'up to 30 min     -',
      'longer           ██████████▌  1',
    ]);
  });

  it('shows what is seldom as the thinnest bar', () => {
    const repairsMs = [...Array.from({ length: 1_000 }, () => 0), 2_000];
    expect(plain(repairHistogram(repairsMs)[2] ?? [])).toBe('up to 3 s        ▏  1');
  });
});
