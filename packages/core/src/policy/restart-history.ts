import { refuseUnknownKeys, requireMs } from '../fault/supervision-error.ts';
import { createInstantRing, type InstantRing, isFullWithin, pushInstant } from './instant-ring.ts';
import { requireLimit } from './limit.ts';

/**
 * How many restarts of one child within how long mean that restarting does not heal it. A child that
 * crashes a little slower than every other limit looks would be restarted for ever; a failure of a
 * child that has reached its long window is raised to a severity that is not restarted instead.
 */
export interface LongWindow {
  /** Restarts within the window from which a failure is raised: an integer of at least 1, or `Infinity` for never. */
  readonly restarts: number;
  /** Length of the window, in milliseconds: at least 1. */
  readonly withinMs: number;
}

/** 12 restarts in an hour. */
export const DEFAULT_LONG_WINDOW = {
  restarts: 12,
  withinMs: 3_600_000,
} as const satisfies LongWindow;

/** The last restarts of one child; a child that was never restarted has none, and costs nothing. It belongs to one window. */
export type RestartHistory = KnownRestarts | undefined;

interface KnownRestarts extends InstantRing {
  /** Whether anything is decided by them; otherwise they are only kept to be read. */
  readonly decides: boolean;
}

/** How many are kept to be read where no window looks at them. */
const KEPT_TO_BE_READ = 12;

/**
 * The history with a restart at `now` added. An existing history is changed in place and returned;
 * the first restart makes it. It holds at most `window.restarts` instants, the last 12 when that is `Infinity`.
 *
 * @param now - clock milliseconds, not before the previous call's
 *
 * @example
 * ```ts
 * let history: RestartHistory;
 * history = recordRestart(history, { restarts: 1, withinMs: 1_000 }, 0);
 * reachesLongWindow(history, { restarts: 1, withinMs: 1_000 }, 1_000); // true
 * ```
 */
export function recordRestart(
  history: RestartHistory,
  { restarts }: LongWindow,
  now: number,
): RestartHistory {
  const decides = restarts !== Infinity;
  const ring = history ?? { ...createInstantRing(), decides };
  pushInstant(ring, decides ? restarts : KEPT_TO_BE_READ, now);
  return ring;
}

/**
 * Whether the child has been restarted at least `window.restarts` times in the last `window.withinMs`;
 * a restart that is exactly `withinMs` old still counts.
 *
 * @example
 * ```ts
 * reachesLongWindow(undefined, DEFAULT_LONG_WINDOW, 0); // false: never restarted
 * ```
 */
export function reachesLongWindow(
  history: RestartHistory,
  { restarts, withinMs }: LongWindow,
  now: number,
): boolean {
  return history !== undefined && isFullWithin(history, restarts, withinMs, now);
}

/**
 * The long window itself, when both of its numbers can be used.
 *
 * @param option - the name under which the caller was given it, for the error
 *
 * @throws InvalidOptionError for `restarts` that are neither an integer of at least 1 nor `Infinity`,
 * a `withinMs` below 1, or an unknown key
 *
 * @example
 * ```ts
 * validateLongWindow('longWindow', { restarts: 0, withinMs: 3_600_000 }); // throws: longWindow.restarts ...
 * ```
 */
export function validateLongWindow(option: string, window: LongWindow): LongWindow {
  refuseUnknownKeys(option, window, ['restarts', 'withinMs']);
  requireLimit(`${option}.restarts`, window.restarts, 1);
  requireMs(`${option}.withinMs`, window.withinMs, { min: 1 });
  return window;
}
