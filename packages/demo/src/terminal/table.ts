import type { Outcome } from '../scenarios/scenario.ts';
import type { Counts } from '../scenarios/tally.ts';
import { durationText } from './duration.ts';
import type { Line, Segment } from './line.ts';
import { healthSegment } from './state-colour.ts';

/** Two lines each, so that the table fits a terminal of 80 columns. */
const HEADINGS: readonly (readonly [string, string])[] = [
  ['', 'scenario'],
  ['', 'operations'],
  ['', 'answered'],
  ['', 'retries'],
  ['', 'restarts'],
  ['', 'fallbacks'],
  ['time to', 'repair'],
  ['final', 'health'],
];

/**
 * What became of the scenarios, a row each; one of several services has a row for each of them below.
 * Time to repair is the mean.
 *
 * @param width - columns there are: the gaps between the columns depend on it
 */
export function table(outcomes: readonly Outcome[], width: number): readonly Line[] {
  const heads = [0, 1].map((line) =>
    HEADINGS.map((heading): Segment => [heading[line] ?? '', 'bold']),
  );
  const rows = [...heads, ...outcomes.flatMap(rowsOf)];
  const widths = HEADINGS.map((_heading, column) =>
    Math.max(...rows.map((row) => textAt(row, column).length)),
  );
  const free = width - widths.reduce((sum, each) => sum + each, 0);
  const gap = ' '.repeat(Math.min(3, Math.max(1, Math.floor(free / (widths.length - 1)))));
  return rows.map((row) =>
    row
      .filter(([text], column) => text !== '' || column < widths.length - 1)
      .flatMap(([text, colour], column): Line => [
        [column === 0 ? '' : gap],
        [aligned(text, column, widths[column] ?? 0), colour],
      ]),
  );
}

function textAt(row: Line, column: number): string {
  return row[column]?.[0] ?? '';
}

/** The first and the last column to the left, numbers to the right. */
function aligned(text: string, column: number, width: number): string {
  if (column === HEADINGS.length - 1) return text;
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

function rowsOf({ scenario, tally, health, ok }: Outcome): readonly Line[] {
  const { paths } = tally;
  const parts = paths.length < 2 ? [] : paths;
  return [
    [[scenario, ok ? undefined : 'red'], ...cells(tally.total()), healthSegment(health)],
    ...parts.map((path): Line => [[`  ${path}`, 'dim'], ...cells(tally.at(path)), ['']]),
  ];
}

function cells({
  operations,
  succeeded,
  retries,
  restarts,
  fallbacks,
  repairsMs,
}: Counts): readonly Segment[] {
  const numbers = [operations, succeeded, retries, restarts, fallbacks];
  return [...numbers.map((number): Segment => [String(number)]), [repairText(repairsMs)]];
}

function repairText(repairsMs: readonly number[]): string {
  if (repairsMs.length === 0) return '-';
  return durationText(repairsMs.reduce((sum, ms) => sum + ms, 0) / repairsMs.length);
}
