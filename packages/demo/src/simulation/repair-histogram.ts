import type { Colour } from '../terminal/colour.ts';
import type { Line } from '../terminal/line.ts';

interface Bin {
  readonly limitMs: number;
  readonly words: string;
  readonly colour: Colour;
}

/** Each holds what is longer than the one before and not longer than its limit. */
const BINS: readonly Bin[] = [
  { limitMs: 0, words: 'at once', colour: 'green' },
  { limitMs: 1_000, words: 'up to 1 s', colour: 'green' },
  { limitMs: 3_000, words: 'up to 3 s', colour: 'green' },
  { limitMs: 10_000, words: 'up to 10 s', colour: 'green' },
  { limitMs: 30_000, words: 'up to 30 s', colour: 'yellow' },
  { limitMs: 60_000, words: 'up to 1 min', colour: 'yellow' },
  { limitMs: 300_000, words: 'up to 5 min', colour: 'yellow' },
  { limitMs: 1_800_000, words: 'up to 30 min', colour: 'red' },
  { limitMs: Infinity, words: 'longer', colour: 'red' },
];

const NAME_WIDTH = 17;
const BAR_WIDTH = 42;
/** Of a character. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * How long repairs took: a bar for each length of time.
 *
 * @example
 * ```ts
 * repairHistogram([0, 0, 2_000])[0]; // [['at once         ', 'dim'], ['████…', 'green'], ['  2']]
 * ```
 */
export function repairHistogram(repairsMs: readonly number[]): readonly Line[] {
  const counts = BINS.map(() => 0);
  for (const ms of repairsMs) {
    const bin = BINS.findIndex(({ limitMs }) => ms <= limitMs);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  return BINS.map(({ words, colour }, bin): Line => {
    const count = counts[bin] ?? 0;
    const text = count === 0 ? '-' : `  ${count.toLocaleString('en-US')}`;
    return [
      [words.padEnd(NAME_WIDTH), 'dim'],
      [bar(count / most), colour],
      [text, 'dim'],
    ];
  });
}

/** At least the thinnest, where there is something. */
function bar(share: number): string {
  const eighths = share === 0 ? 0 : Math.max(1, Math.round(share * BAR_WIDTH * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
