import { type BackoffDelay, decorrelatedDelay } from './decorrelated.ts';
import { isDecorrelated, type Jitter, jitteredDelay, type SpreadJitter } from './jitter.ts';

/**
 * How long to wait before an attempt. Attempts count from 1: the first retry, or the first restart.
 * No wait is ever longer than {@link LONGEST_DELAY_MS}. Check one that comes from outside with `validateBackoff`.
 *
 * @example
 * ```ts
 * const backoff: Backoff = { kind: 'exponential', baseMs: 500, maxMs: 8_000, jitter: 'equal' };
 * ```
 */
export type Backoff =
  | {
      /** The wait is multiplied by `factor` each time. */
      readonly kind: 'exponential';
      /** The first wait that is not zero, in milliseconds; at least 0. */
      readonly baseMs: number;
      /** At least 1; refused with jitter `decorrelated`, whose growth is fixed. @default 2 */
      readonly factor?: number;
      /** No wait is longer, in milliseconds; below `baseMs` it is every wait. @default LONGEST_DELAY_MS */
      readonly maxMs?: number;
      /** `immediate`: 0, base, 2 base, 4 base. `delayed`: base, 2 base, 4 base. @default 'immediate' */
      readonly firstAttempt?: 'immediate' | 'delayed';
      /** @default 'none' */
      readonly jitter?: Jitter;
    }
  | {
      /** The wait grows by `baseMs` each time, from `baseMs`. */
      readonly kind: 'linear';
      /** In milliseconds; at least 0. */
      readonly baseMs: number;
      /** No wait is longer, in milliseconds. @default LONGEST_DELAY_MS */
      readonly maxMs?: number;
      /** @default 'none' */
      readonly jitter?: SpreadJitter;
    }
  | {
      /** Every wait is the same. */
      readonly kind: 'constant';
      /** In milliseconds; at least 0. */
      readonly delayMs: number;
      /** @default 'none' */
      readonly jitter?: SpreadJitter;
    };

type ExponentialBackoff = Extract<Backoff, { kind: 'exponential' }>;

/** 2^31 - 1 ms, 24.8 days: the longest a JavaScript timer waits; asked for more, it fires at once. */
export const LONGEST_DELAY_MS = 2_147_483_647;

/**
 * Backoff of retries: waits 0, 1, 2, 4, 8, 16, 30, 30 s.
 *
 * @see https://github.com/kubernetes/kubernetes/issues/123602 the same curve, as the kubelet restarts containers
 */
export const DEFAULT_RETRY_BACKOFF = {
  kind: 'exponential',
  baseMs: 1_000,
  maxMs: 30_000,
} as const satisfies Backoff;

/** Backoff of restarts: waits 0, 1, 2, 4, 8, 16, 32, 60, 60 s. */
export const DEFAULT_RESTART_BACKOFF = {
  kind: 'exponential',
  baseMs: 1_000,
  maxMs: 60_000,
} as const satisfies Backoff;

/**
 * The wait before attempt number `attempt`, in milliseconds.
 *
 * @param attempt - from 1
 * @param random - a number in `[0, 1)`; only read when the backoff has jitter
 * @param carry - what the previous attempt answered; only decorrelated jitter reads it, from attempt 2 on, others hand it through. 0 when left out
 *
 * @example
 * ```ts
 * const backoff = { kind: 'exponential', baseMs: 1_000, maxMs: 5_000 } as const;
 * [1, 2, 3, 4, 5].map((attempt) => backoffDelay(backoff, attempt, 0).delayMs); // [0, 1000, 2000, 4000, 5000]
 * ```
 */
export function backoffDelay(
  backoff: Backoff,
  attempt: number,
  random: number,
  carry = 0,
): BackoffDelay {
  switch (backoff.kind) {
    case 'exponential':
      // Attempt 1 begins a sequence: who resets the attempts need not know that there is a carry.
      return exponentialDelay(backoff, attempt, random, attempt === 1 ? 0 : carry);
    case 'linear': {
      const { baseMs, maxMs, jitter = 'none' } = backoff;
      return { delayMs: jitteredDelay(jitter, baseMs * attempt, capMs(maxMs), random), carry };
    }
    case 'constant': {
      const { delayMs, jitter = 'none' } = backoff;
      return { delayMs: jitteredDelay(jitter, delayMs, LONGEST_DELAY_MS, random), carry };
    }
  }
}

function exponentialDelay(
  { baseMs, factor = 2, maxMs, firstAttempt = 'immediate', jitter = 'none' }: ExponentialBackoff,
  attempt: number,
  random: number,
  carry: number,
): BackoffDelay {
  const step = attempt - (firstAttempt === 'immediate' ? 2 : 1);
  // Without this a base of 0 would give 0 * Infinity = NaN once the power overflows.
  if (step < 0 || baseMs === 0) return { delayMs: 0, carry };
  const cap = capMs(maxMs);
  return isDecorrelated(jitter)
    ? decorrelatedDelay(jitter, { baseMs, factor, maxMs: cap, step, random, carry })
    : { delayMs: jitteredDelay(jitter, baseMs * factor ** step, cap, random), carry };
}

function capMs(maxMs = LONGEST_DELAY_MS): number {
  return Math.min(maxMs, LONGEST_DELAY_MS);
}
