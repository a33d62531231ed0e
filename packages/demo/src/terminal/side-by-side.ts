import type { Line } from './line.ts';

/** A heading, and lines that belong together. */
export interface Column {
  readonly heading: string;
  readonly lines: readonly Line[];
}

export interface Layout {
  /** Columns of the terminal that there are. */
  readonly width: number;
  /** How much each column needs. */
  readonly columnWidth: number;
}

const INDENT = 2;
const GAP = 2;
/** Wider than that, the eye loses the line. */
const MOST_EXTRA = 12;

/**
 * Columns side by side, or one below the other where they do not fit. No line is longer than its
 * column.
 *
 * @example
 * ```ts
 * const columns = ['a', 'b'].map((heading) => ({ heading, lines: [[['is up']]] }));
 * sideBySide(columns, { width: 20, columnWidth: 6 }); // '  a       b', '  is up   is up'
 * sideBySide(columns, { width: 10, columnWidth: 6 }); // '  a', '  is up', '', '  b', '  is up'
 * ```
 */
export function sideBySide(columns: readonly Column[], layout: Layout): readonly Line[] {
  const width = widthOfEach(columns.length, layout);
  if (width === undefined)
    return columns.flatMap(({ heading, lines }, index) => [
      ...(index === 0 ? [] : [[]]),
      ...[headingLine(heading), ...lines].map((line): Line => [[' '.repeat(INDENT)], ...line]),
    ]);
  const height = Math.max(...columns.map(({ lines }) => lines.length));
  const all = columns.map(({ heading, lines }) => [headingLine(heading), ...lines]);
  return Array.from({ length: height + 1 }, (_value, row) => {
    const cells = all.map((lines) => lines[row] ?? []);
    const last = cells.findLastIndex(({ length }) => length > 0);
    return [
      [' '.repeat(INDENT)],
      ...cells.flatMap((cell, index) => (index < last ? padded(cell, width + GAP) : cell)),
    ];
  });
}

/** Undefined when they do not fit. */
function widthOfEach(count: number, { width, columnWidth }: Layout): number | undefined {
  const free = width - INDENT - count * columnWidth - (count - 1) * GAP;
  if (free < 0) return undefined;
  return columnWidth + Math.min(MOST_EXTRA, Math.floor(free / count));
}

function headingLine(heading: string): Line {
  return [[heading, 'bold']];
}

function padded(line: Line, width: number): Line {
  const length = line.reduce((sum, [text]) => sum + text.length, 0);
  return [...line, [' '.repeat(Math.max(0, width - length))]];
}
