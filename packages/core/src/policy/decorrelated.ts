import type { DecorrelatedJitter } from './jitter.ts';

/** A wait, and what the next one needs to know about it. */
export interface BackoffDelay {
  /** In milliseconds; finite, at least 0, at most the cap. Not rounded. */
  readonly delayMs: number;
  /** To be handed to the next attempt of the same sequence. A finite number without a unit. */
  readonly carry: number;
}

/** What both formulas of decorrelated jitter read. All times in milliseconds. */
interface Decorrelation {
  readonly baseMs: number;
  readonly factor: number;
  readonly maxMs: number;
  /** Waits that came before this one in the same sequence; from 0. */
  readonly step: number;
  readonly random: number;
  /** What the previous wait of the sequence left behind; 0 at its start. */
  readonly carry: number;
}

/** Brings the medians of `decorrelated-v2` near whole multiples of `baseMs`. */
const V2_SCALE = 1.4;

/** How fast `decorrelated-v2` leaves zero. */
const V2_STEEPNESS = 4;

/**
 * The wait that follows from the one before it, in milliseconds, and what to remember for the next.
 *
 * @example
 * ```ts
 * const sequence = { baseMs: 100, factor: 2, maxMs: 1_000, random: 0.5 };
 * decorrelatedDelay('decorrelated', { ...sequence, step: 0, carry: 0 }); // { delayMs: 200, carry: 200 }
 * decorrelatedDelay('decorrelated', { ...sequence, step: 1, carry: 200 }); // { delayMs: 350, carry: 350 }
 * ```
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ for `decorrelated`
 * @see https://github.com/App-vNext/Polly/blob/main/src/Polly.Core/Retry/RetryHelper.cs for `decorrelated-v2`
 */
export function decorrelatedDelay(
  jitter: DecorrelatedJitter,
  decorrelation: Decorrelation,
): BackoffDelay {
  switch (jitter) {
    case 'decorrelated':
      return awsDelay(decorrelation);
    case 'decorrelated-v2':
      return pollyDelay(decorrelation);
  }
}

/** `min(cap, random between base and 3 * previous)`; remembers the wait. */
function awsDelay({ baseMs, maxMs, random, carry }: Decorrelation): BackoffDelay {
  const previousMs = Math.max(baseMs, carry);
  const delayMs = Math.min(maxMs, baseMs + random * (3 * previousMs - baseMs));
  return { delayMs, carry: delayMs };
}

/** The step along `2^t * tanh(sqrt(4t))` at `t = step + random`; remembers the point on the curve. */
function pollyDelay({ baseMs, factor, maxMs, step, random, carry }: Decorrelation): BackoffDelay {
  const t = step + random;
  const point = factor ** t * Math.tanh(Math.sqrt(V2_STEEPNESS * t));
  // From t = 1024 on the curve is Infinity, and Infinity minus Infinity would be a wait of NaN.
  if (point === Infinity) return { delayMs: maxMs, carry: Number.MAX_VALUE };
  const risen = Math.max(0, point - carry);
  return { delayMs: Math.min(maxMs, (risen / V2_SCALE) * baseMs), carry: point };
}
