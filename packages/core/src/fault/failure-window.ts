import type { OperationCount } from './operation-window.ts';
import { requireInteger } from './supervision-error.ts';

/**
 * When failures come so thick that the next one is taken for worse than it looks.
 *
 * @example
 * ```ts
 * const pattern: EscalationPattern = { failures: 5, windowMs: 60_000, minFailureRate: 0.5 };
 * ```
 */
export interface EscalationPattern {
  /** The failure that raises the severity, counted from 1; an integer of at least 1. @default 5 */
  readonly failures: number;
  /** Length of the window, in milliseconds. @default 60_000 */
  readonly windowMs: number;
  /** Least part of the operations in the window whose first attempt failed, 0 to 1; 0 goes by the bare count. @default 0.5 */
  readonly minFailureRate: number;
}

/**
 * Five failures within 60 s, and, where operations are counted, at least half of them failed at first.
 *
 * @example
 * ```ts
 * DEFAULT_PATTERN.windowMs; // 60000
 * ```
 */
export const DEFAULT_PATTERN: EscalationPattern = {
  failures: 5,
  windowMs: 60_000,
  minFailureRate: 0.5,
};

/**
 * The instants of the last few failures, as a ring. Plain data, changed in place; no timer empties it.
 *
 * @example
 * ```ts
 * const window: FailureWindow = createFailureWindow();
 * ```
 */
export interface FailureWindow {
  /** Most instants kept. More would never be asked for: the pattern needs only the last `failures`. */
  readonly capacity: number;
  /** Milliseconds of our clock. Grows up to `capacity`, then the oldest is overwritten. */
  readonly instants: number[];
  /** Where the next instant goes. */
  next: number;
}

/**
 * An empty window.
 *
 * @param capacity - the pattern's `failures`: most failures it can tell apart; an integer of at least 1
 * @throws InvalidOptionError when `capacity` is anything else
 * @example
 * ```ts
 * createFailureWindow(); // { capacity: 5, instants: [], next: 0 }
 * ```
 */
export function createFailureWindow(capacity: number = DEFAULT_PATTERN.failures): FailureWindow {
  return {
    capacity: requireInteger('pattern.failures', capacity, { min: 1 }),
    instants: [],
    next: 0,
  };
}

/**
 * Adds a failure.
 *
 * @param at - in milliseconds of our clock
 * @example
 * ```ts
 * recordFailure(window, 1_000);
 * failuresWithin(window, 1_000, 60_000); // 1
 * ```
 */
export function recordFailure(window: FailureWindow, at: number): void {
  window.instants[window.next] = at;
  window.next = (window.next + 1) % window.capacity;
}

/**
 * How many of the failures kept are at most `windowMs` old at `now`: one exactly that old is inside.
 *
 * @param now - in milliseconds of our clock
 * @example
 * ```ts
 * recordFailure(window, 0);
 * failuresWithin(window, 60_000, 60_000); // 1
 * failuresWithin(window, 60_001, 60_000); // 0
 * ```
 */
export function failuresWithin(window: FailureWindow, now: number, windowMs: number): number {
  return window.instants.filter((at) => now - at <= windowMs).length;
}

/**
 * Whether the window holds as many failures as the pattern asks for. Record the failure first: it counts itself.
 *
 * @param now - in milliseconds of our clock
 * @example
 * ```ts
 * for (const at of [0, 1, 2, 3, 4]) recordFailure(window, at);
 * reachesPattern(window, 4, DEFAULT_PATTERN); // true
 * ```
 */
export function reachesPattern(
  window: FailureWindow,
  now: number,
  { failures, windowMs }: Pick<EscalationPattern, 'failures' | 'windowMs'>,
): boolean {
  return failuresWithin(window, now, windowMs) >= failures;
}

/**
 * Whether a failure just recorded is to be raised by one tier: the window holds the pattern's number of failures and, where
 * operations are counted, enough of them failed at first. So a service that fails three calls in ten is healed by retries, and
 * only an outage is raised.
 *
 * @param now - in milliseconds of our clock
 * @param operations - those of the same window; left out or with none settled, the number of failures decides alone
 * @example
 * ```ts
 * for (const at of [0, 1, 2, 3, 4]) recordFailure(window, at);
 * raisesSeverity(window, 4, DEFAULT_PATTERN, { settled: 10, failed: 3 }); // false
 * raisesSeverity(window, 4, DEFAULT_PATTERN, { settled: 10, failed: 5 }); // true
 * ```
 */
export function raisesSeverity(
  window: FailureWindow,
  now: number,
  pattern: EscalationPattern,
  operations?: OperationCount,
): boolean {
  if (!reachesPattern(window, now, pattern)) return false;
  if (operations === undefined || operations.settled === 0) return true;
  return operations.failed / operations.settled >= pattern.minFailureRate;
}
