import { formatDuration } from '@kintsugi/core';
import type { Fared, Simulation } from '@kintsugi/verify';
import type { Line } from '../terminal/line.ts';

const HEADS = ['', 'incidents', 'restarts', 'repair p50', 'p99', 'longest'];

/** What had to be done for each service, and how long repairs took. */
export function faredTable({ services, total }: Simulation): readonly Line[] {
  const rows = [
    ...services.map((service) => rowOf(service.path, service)),
    rowOf('all of them', total),
  ];
  const widths = HEADS.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lined = (row: readonly string[], colour?: 'bold'): Line => [
    [
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(NAME_WIDTH) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
      colour,
    ],
  ];
  return [lined(HEADS, 'bold'), ...rows.map((row) => lined(row))];
}

const NAME_WIDTH = 17;

function rowOf(name: string, { incidents, restarts, repairMs }: Fared): readonly string[] {
  const count = Object.values(incidents).reduce((sum, each) => sum + each, 0);
  const { p50, p99, max } = repairMs;
  const times = repairMs.count === 0 ? ['-', '-', '-'] : [p50, p99, max].map(formatDuration);
  return [name, ...[count, restarts].map((each) => each.toLocaleString('en-US')), ...times];
}
