import type { Colour, Paint } from './colour.ts';

/** A line before it is painted: its width is that of its texts. */
export type Line = readonly Segment[];

/** A text, and its colour. */
export type Segment = readonly [text: string, colour?: Colour | undefined];

/**
 * A line as the terminal gets it: cut to the width, and painted after that, so that a colour is
 * neither counted nor cut in two.
 *
 * @param width - columns there are; `Infinity` for no cut
 * @example
 * ```ts
 * renderLine([['running', 'green'], [' all is well']], paintIf(false), 12); // 'running all…'
 * ```
 */
export function renderLine(line: Line, paint: Paint, width: number): string {
  const isTooLong = line.reduce((sum, [text]) => sum + text.length, 0) > width;
  let left = isTooLong ? width - 1 : Infinity;
  const painted = line.map(([text, colour]) => {
    const kept = oneLine(text).slice(0, Math.max(0, left));
    left -= kept.length;
    return paint(kept, colour);
  });
  return painted.join('') + (isTooLong ? '…' : '');
}

/** Control characters in an error's message must not move the cursor. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F]/g, ' ');
}

/** Longer lines of prose are hard to read, however wide the terminal is. */
export const PROSE_WIDTH = 100;

/**
 * Words in lines of at most `width` columns.
 *
 * @example
 * ```ts
 * wrap('let it crash', 8); // ['let it', 'crash']
 * ```
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
