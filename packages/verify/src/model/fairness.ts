/**
 * Classes of steps. What stays possible in a fair one is not put off for ever: the supervisor reads its
 * mailbox, what a worker has begun comes to an end, a timer fires. Faults, orders and the time are owed by nobody.
 */
export const UNFAIR = 0;
export const HEARS = 1;
export const TICK = 30;

const CLASSES_A_CHILD = 5;

/** What a worker has begun. */
export function workOf(child: number): number {
  return 2 + CLASSES_A_CHILD * child;
}

/** One of its four timers. */
export function timerOf(child: number, timer: number): number {
  return workOf(child) + 1 + timer;
}

/** A bit for each class that is fair. */
export function fairClasses(children: number): number {
  return (2 << (CLASSES_A_CHILD * children + 1)) - 2;
}
