import { requireMs } from './supervision-error.ts';

const CELLS = 6;

/**
 * How many operations settled, and how many of them had failed at their first attempt.
 *
 * @example
 * ```ts
 * const count: OperationCount = { settled: 200, failed: 60 };
 * ```
 */
export interface OperationCount {
  /** Operations that have ended, well or not; an integer of at least 0. */
  readonly settled: number;
  /** Those among them whose first attempt failed, also if a retry succeeded. */
  readonly failed: number;
}

/**
 * Operations of the last `windowMs`, counted in 6 cells that are used in turn. Plain data, changed in place; no timer empties it.
 *
 * @example
 * ```ts
 * const window: OperationWindow = createOperationWindow(60_000);
 * ```
 */
export interface OperationWindow {
  /** Length of one cell, in milliseconds. */
  readonly cellMs: number;
  /** Number of the newest cell: cell n holds the instants from `n * cellMs` to `(n + 1) * cellMs`. */
  newest: number;
  /** First instant after the newest cell. */
  until: number;
  /** Where the newest cell is in the two lists. */
  at: number;
  readonly settled: number[];
  readonly failed: number[];
}

/**
 * An empty window.
 *
 * @param windowMs - length of the window in milliseconds, at least 1
 * @throws InvalidOptionError when `windowMs` is not a finite number of at least 1
 * @example
 * ```ts
 * createOperationWindow(60_000).cellMs; // 10000
 * ```
 */
export function createOperationWindow(windowMs: number): OperationWindow {
  return {
    cellMs: requireMs('windowMs', windowMs, { min: 1 }) / CELLS,
    newest: 0,
    until: 0,
    at: 0,
    settled: [0, 0, 0, 0, 0, 0],
    failed: [0, 0, 0, 0, 0, 0],
  };
}

/**
 * Counts one settled operation. Called for every request: inside the newest cell it is a compare and the additions.
 *
 * @param at - when it settled, in milliseconds of our clock, at least 0; an instant before the newest cell is counted in that cell
 * @example
 * ```ts
 * countOperation(window, 1_000, false);
 * operationsWithin(window, 1_000); // { settled: 1, failed: 0 }
 * ```
 */
export function countOperation(window: OperationWindow, at: number, failedFirst: boolean): void {
  if (at >= window.until) advance(window, at);
  const cell = window.at;
  window.settled[cell] = (window.settled[cell] ?? 0) + 1;
  if (failedFirst) window.failed[cell] = (window.failed[cell] ?? 0) + 1;
}

/**
 * The operations of the window that ends at `now`. Exact up to one cell: operations of the last 5/6 of the window are all counted,
 * operations older than the window never, those between perhaps.
 *
 * @param now - in milliseconds of our clock
 * @example
 * ```ts
 * countOperation(window, 0, true);
 * operationsWithin(window, 50_000); // { settled: 1, failed: 1 } of a window of 60 s
 * operationsWithin(window, 60_000); // { settled: 0, failed: 0 }
 * ```
 */
export function operationsWithin(window: OperationWindow, now: number): OperationCount {
  const tooOld = Math.floor(now / window.cellMs) - CELLS;
  let settled = 0;
  let failed = 0;
  for (let back = 0; back < CELLS && window.newest - back > tooOld; back += 1) {
    const cell = (window.at + CELLS - back) % CELLS;
    settled += window.settled[cell] ?? 0;
    failed += window.failed[cell] ?? 0;
  }
  return { settled, failed };
}

function advance(window: OperationWindow, at: number): void {
  const newest = Math.floor(at / window.cellMs);
  const passed = Math.min(newest - window.newest, CELLS);
  for (let step = 0; step < passed; step += 1) {
    window.at = (window.at + 1) % CELLS;
    window.settled[window.at] = 0;
    window.failed[window.at] = 0;
  }
  window.newest = newest;
  window.until = (newest + 1) * window.cellMs;
}
