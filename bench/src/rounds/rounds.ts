import type { Measured } from '../scenarios/scenario.ts';
import { type Job, run } from './job.ts';

/** One measurement of one round, as it was. */
export interface Row {
  readonly round: number;
  readonly scenario: string;
  readonly subject: string;
  readonly measured?: Measured;
  readonly failure?: string;
}

/**
 * Runs all jobs in each round, in reverse order in every second one: whatever else the machine does
 * meanwhile, and whatever follows whatever, hits all alike.
 */
export function runRounds(
  count: number,
  jobs: readonly (readonly Job[])[],
  onRow: (row: Row) => void,
): readonly Row[] {
  const rows: Row[] = [];
  for (let round = 0; round < count; round++)
    for (const job of inOrder(round, jobs)) {
      const { scenario, subject } = job;
      const row = { round, scenario, subject, ...run(job) };
      rows.push(row);
      onRow(row);
    }
  return rows;
}

function inOrder(round: number, jobs: readonly (readonly Job[])[]): readonly Job[] {
  const due = jobs.flat().filter((job) => round < job.rounds);
  return round % 2 === 0 ? due : due.toReversed();
}
