import type { Outcome } from '../scenarios/scenario.ts';
import type { Counts } from '../scenarios/tally.ts';
import { durationText } from './duration.ts';
import type { Line, Segment } from './line.ts';
import { healthSegment } from './state-colour.ts';

const HEADINGS = [
  'scenario',
  'operations',
  'answered',
  'retries',
  'restarts',
  'fallbacks',
  'time to repair',
  'final health',
  'as it should',
] as const;

/**
 * What became of the scenarios, a row each; one of several services has a row for each of them below.
 * Time to repair: the mean, and the longest where it differs.
 */
export function table(outcomes: readonly Outcome[]): readonly Line[] {
  const rows = outcomes.flatMap(rowsOf);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? [''])[0].length)),
  );
  const heading = HEADINGS.map((text): Segment => [text, 'bold']);
  return [heading, ...rows].map((row) =>
    row.flatMap(([text, colour], column): Line => [
      ['  '],
      [aligned(text, column, widths[column] ?? 0), colour],
    ]),
  );
}

/** Names and words to the left, numbers to the right. */
function aligned(text: string, column: number, width: number): string {
  return column === 0 || column > 6 ? text.padEnd(width) : text.padStart(width);
}

function rowsOf({ scenario, tally, health, ok }: Outcome): readonly Line[] {
  const { paths } = tally;
  const parts = paths.length < 2 ? [] : paths;
  return [
    [
      [scenario],
      ...cells(tally.total()),
      healthSegment(health),
      ok ? ['yes', 'green'] : ['NO', 'red'],
    ],
    ...parts.map((path): Line => [[`  ${path}`, 'dim'], ...cells(tally.at(path)), [''], ['']]),
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
  const mean = durationText(repairsMs.reduce((sum, ms) => sum + ms, 0) / repairsMs.length);
  const longest = durationText(Math.max(...repairsMs));
  return mean === longest ? mean : `${mean}, max ${longest}`;
}
