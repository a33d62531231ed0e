import { type Figure, type Section, verdictOn } from './figure.ts';
import type { Standing } from './standing.ts';

function show(value: number | undefined): string {
  if (value === undefined) return '-';
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}

function showGoal({ goal }: Figure): string {
  if (goal === undefined) return '';
  return 'atMost' in goal ? `<= ${show(goal.atMost)}` : `>= ${show(goal.atLeast)}`;
}

function rowOf(figure: Figure): string {
  const { name, value, unit } = figure;
  const cells = [name.padEnd(55), show(value).padStart(10), unit.padEnd(24)];
  return [...cells, showGoal(figure).padStart(12), verdictOn(figure)].join(' ').trimEnd();
}

/** The figures, each with its goal and whether it is reached. */
export function figureTable(sections: readonly Section[]): string {
  const blocks = sections.map(({ title, figures }) => [title, ...figures.map(rowOf)].join('\n'));
  return blocks.join('\n\n');
}

const COLUMNS = {
  crashUs: 'crash us',
  crashOfBare: 'x bare',
  burstPerSecond: 'burst/s',
  askPerSecond: 'ask/s',
  tellPerSecond: 'tell/s',
  bytes: 'bytes',
  spawnUs: 'spawn us',
} as const satisfies Partial<Record<keyof Standing, string>>;

const COLUMN_NAMES = Object.keys(COLUMNS) as readonly (keyof typeof COLUMNS)[];

function line(subject: string, cells: readonly string[]): string {
  return [subject.padEnd(22), ...cells.map((cell) => cell.padStart(10))].join(' ');
}

/** Everybody's own numbers, side by side. */
export function standingTable(standings: readonly Standing[]): string {
  const head = line('', Object.values(COLUMNS));
  const rows = standings.map((standing) =>
    line(
      standing.subject,
      COLUMN_NAMES.map((name) => show(standing[name])),
    ),
  );
  return [head, ...rows].join('\n');
}
