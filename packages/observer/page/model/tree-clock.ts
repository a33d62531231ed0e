/** What was heard last of the tree's clock. */
export interface ClockReading {
  /** Milliseconds of the tree's clock. */
  readonly at: number;
  /** When that was, by this page's clock: `performance.now()`. */
  readonly heardAt: number;
  /** Whether it has gone on about as ours has since the reading before; a clock that a test moves stands still. */
  readonly moves: boolean;
}

/** A reading is late by what the network took, and what the server has saved up: half of the pace is a pace. */
const LEAST_PACE = 0.5;

/** One reading says nothing of whether the clock moves: two are needed. */
export function readClock(
  before: ClockReading | undefined,
  at: number,
  heardAt: number,
): ClockReading {
  const gained = before === undefined ? 0 : at - before.at;
  const passed = before === undefined ? 0 : heardAt - before.heardAt;
  return { at, heardAt, moves: gained > 0 && gained >= passed * LEAST_PACE };
}

/** What time it is in the tree now, as far as it is known. */
export function timeOf({ at, heardAt, moves }: ClockReading, now: number): number {
  return moves ? at + (now - heardAt) : at;
}
