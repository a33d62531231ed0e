/**
 * When a child that ended is started again: `permanent` always, `transient` only after an abnormal
 * exit, `temporary` never.
 *
 * @see https://www.erlang.org/doc/system/sup_princ.html#child-specification
 */
export const RESTART_TYPES = ['permanent', 'transient', 'temporary'] as const;

/** One of {@link RESTART_TYPES}. */
export type RestartType = (typeof RESTART_TYPES)[number];

/**
 * How a worker ended: `normal` when its work was done, `shutdown` when it was told to or chose to
 * stop in order, `error` when it failed.
 */
export const EXITS = ['normal', 'shutdown', 'error'] as const;

/** One of {@link EXITS}. */
export type Exit = (typeof EXITS)[number];

const RESTARTS_AFTER = {
  permanent: { normal: true, shutdown: true, error: true },
  transient: { normal: false, shutdown: false, error: true },
  temporary: { normal: false, shutdown: false, error: false },
} as const satisfies Record<RestartType, Record<Exit, boolean>>;

/**
 * Whether a child of this restart type is started again after this exit.
 *
 * @example
 * ```ts
 * restartsAfter('transient', 'normal'); // false
 * restartsAfter('transient', 'error'); // true
 * ```
 *
 * @see https://www.erlang.org/doc/system/sup_princ.html#child-specification
 */
export function restartsAfter(type: RestartType, exit: Exit): boolean {
  return RESTARTS_AFTER[type][exit];
}
