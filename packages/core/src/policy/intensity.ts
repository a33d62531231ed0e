import { refuseUnknownKeys, requireMs } from '../fault/supervision-error.ts';
import {
  ages,
  createInstantRing,
  type InstantRing,
  isFullWithin,
  pushInstant,
} from './instant-ring.ts';
import { requireLimit } from './limit.ts';

/**
 * The most restarts a supervisor grants within a sliding period, shared by all its children. One
 * more, and it stops its children, then itself, and its own parent decides.
 *
 * @example
 * ```ts
 * const intensity: Intensity = { maxRestarts: 3, withinMs: 5_000 };
 * ```
 *
 * @see https://www.erlang.org/doc/system/sup_princ.html#maximum-restart-intensity
 */
export interface Intensity {
  /** Restarts granted within the period: an integer of at least 0, where 0 makes the first crash final; or `Infinity`. */
  readonly maxRestarts: number;
  /** Length of the period, in milliseconds: at least 1, or `Infinity` for the whole life of the supervisor. */
  readonly withinMs: number;
}

/** What OTP's `supervisor` grants when nothing is said: 1 restart in 5 s. */
export const DEFAULT_OTP_INTENSITY = {
  maxRestarts: 1,
  withinMs: 5_000,
} as const satisfies Intensity;

/** The restarts of one supervisor that may still count. It belongs to one intensity. */
export type RestartLog = InstantRing;

/**
 * The log of a supervisor that has restarted nothing yet. Give a restarted supervisor a new one.
 *
 * @example
 * ```ts
 * exceedsIntensity(createRestartLog(), { maxRestarts: 0, withinMs: 5_000 }, 0); // true
 * ```
 */
export function createRestartLog(): RestartLog {
  return createInstantRing();
}

/**
 * Records a restart at `now` and answers whether it is one too many: whether there are now more than
 * `maxRestarts` of them in the last `withinMs`.
 *
 * Every attempt counts, also one whose start fails, and also the one that is refused. A restart that
 * is exactly `withinMs` old still counts, as in OTP; other than OTP, which counts whole seconds, the
 * period is exact to the millisecond. Constant time; the log holds at most `maxRestarts` instants,
 * none when that is 0 or `Infinity`.
 *
 * @param now - clock milliseconds, not before the previous call's
 *
 * @example
 * ```ts
 * const log = createRestartLog();
 * const intensity = { maxRestarts: 2, withinMs: 1_000 };
 * [0, 500, 1_000].map((now) => exceedsIntensity(log, intensity, now)); // [false, false, true]
 * ```
 *
 * @see https://github.com/erlang/otp/blob/master/lib/stdlib/src/supervisor.erl `add_restart`
 */
export function exceedsIntensity(log: RestartLog, intensity: Intensity, now: number): boolean {
  const { maxRestarts } = intensity;
  if (maxRestarts === Infinity) return false;
  const exceeds = reachesIntensity(log, intensity, now);
  pushInstant(log, maxRestarts, now);
  return exceeds;
}

/**
 * Whether one more restart at `now` would be one too many; records nothing.
 *
 * @example
 * ```ts
 * reachesIntensity(createRestartLog(), { maxRestarts: 0, withinMs: 1_000 }, 0); // true
 * ```
 */
export function reachesIntensity(
  log: RestartLog,
  { maxRestarts, withinMs }: Intensity,
  now: number,
): boolean {
  // The last maxRestarts are enough: one more is too many exactly when the oldest of them still counts.
  return maxRestarts !== Infinity && isFullWithin(log, maxRestarts, withinMs, now);
}

/**
 * How many of the restarts that are granted have been used up in the period that ends at `now`.
 *
 * @example
 * ```ts
 * const log = createRestartLog();
 * exceedsIntensity(log, { maxRestarts: 3, withinMs: 1_000 }, 0);
 * restartsWithin(log, { withinMs: 1_000 }, 500); // 1
 * restartsWithin(log, { withinMs: 1_000 }, 1_001); // 0
 * ```
 */
export function restartsWithin(
  log: RestartLog,
  { withinMs }: Pick<Intensity, 'withinMs'>,
  now: number,
): number {
  return ages(log, now, withinMs).length;
}

/**
 * The log under another intensity: what it holds still counts, as far as the new one looks.
 *
 * @example
 * ```ts
 * const log = createRestartLog();
 * exceedsIntensity(log, { maxRestarts: 2, withinMs: 1_000 }, 0);
 * exceedsIntensity(withIntensity(log, { maxRestarts: 1, withinMs: 1_000 }), { maxRestarts: 1, withinMs: 1_000 }, 0); // true
 * ```
 */
export function withIntensity(log: RestartLog, { maxRestarts }: Intensity): RestartLog {
  const known = [...log.at.slice(log.next), ...log.at.slice(0, log.next)];
  const kept = maxRestarts === Infinity || maxRestarts === 0 ? [] : known.slice(-maxRestarts);
  return { at: kept, next: 0 };
}

/**
 * The intensity itself, when both of its numbers can be used.
 *
 * @param option - the name under which the caller was given it, for the error
 *
 * @throws InvalidOptionError for a `maxRestarts` that is neither an integer of at least 0 nor `Infinity`,
 * a `withinMs` below 1, or an unknown key
 *
 * @example
 * ```ts
 * validateIntensity('intensity', { maxRestarts: 1.5, withinMs: 5_000 }); // throws: intensity.maxRestarts ...
 * ```
 */
export function validateIntensity(option: string, intensity: Intensity): Intensity {
  refuseUnknownKeys(option, intensity, ['maxRestarts', 'withinMs']);
  requireLimit(`${option}.maxRestarts`, intensity.maxRestarts, 0);
  requireMs(`${option}.withinMs`, intensity.withinMs, { min: 1, infinity: true });
  return intensity;
}
