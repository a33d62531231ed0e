import type { Colour } from '../terminal/colour.ts';
import type { Line } from '../terminal/line.ts';

interface Heat {
  /** Down for at most this share of the time. */
  readonly downUpTo: number;
  readonly glyph: string;
  readonly colour: Colour;
  readonly words: string;
}

/** By how much of the time it was down: a minute that is lost is to be seen, and so is a day. */
const HEATS: readonly Heat[] = [
  { downUpTo: 0, glyph: '█', colour: 'green', words: 'never' },
  { downUpTo: 0.001, glyph: '▇', colour: 'green', words: '0.1 %' },
  { downUpTo: 0.01, glyph: '▆', colour: 'green', words: '1 %' },
  { downUpTo: 0.03, glyph: '▅', colour: 'yellow', words: '3 %' },
  { downUpTo: 0.1, glyph: '▄', colour: 'yellow', words: '10 %' },
  { downUpTo: 0.3, glyph: '▃', colour: 'magenta', words: '30 %' },
  { downUpTo: 0.99, glyph: '▂', colour: 'red', words: '99 %' },
  { downUpTo: 1, glyph: '▁', colour: 'red', words: 'always' },
];

/** Sums of many parts are seldom exact. */
const TOLERANCE = 1e-9;

/**
 * Availability over time: a character for each part of it.
 *
 * @param timeline - shares of each part, 0 to 1
 * @example
 * ```ts
 * heatLine([1, 0.95, 0]).map(([glyph]) => glyph).join(''); // '█▄▁'
 * ```
 */
export function heatLine(timeline: readonly number[]): Line {
  return timeline.map((share) => {
    const heat = HEATS.find(({ downUpTo }) => 1 - share <= downUpTo + TOLERANCE);
    return [heat?.glyph ?? '?', heat?.colour];
  });
}

/** What the characters mean. */
export const HEAT_LEGEND: Line = [
  ['down at most ', 'dim'],
  ...HEATS.flatMap(({ glyph, colour, words }): Line => [
    [` ${glyph}`, colour],
    [` ${words}`, 'dim'],
  ]),
];
