/**
 * A point of the search: the numbers of the supervisor's state, of its mailbox and of each worker's state,
 * and how much of the scope has been used up.
 */
export type Point = Int32Array;

/** Where each of them stands in a point; the workers come last. */
export const PLACE = {
  supervisor: 0,
  inbox: 1,
  faults: 2,
  hangs: 3,
  orders: 4,
  stops: 5,
  instances: 6,
  workers: 7,
} as const;

export function place(point: Point, index: number): number {
  return point[index] ?? 0;
}

export function workerAt(child: number): number {
  return PLACE.workers + child;
}

/** Uses up one of a budget; false when nothing of it is left. Where there is no limit, nothing is counted. */
export function spend(point: Point, budget: number, most: number): boolean {
  const spent = place(point, budget);
  if (spent >= most) return false;
  if (most !== Infinity) point[budget] = spent + 1;
  return true;
}
