import { CLOCK_GRAIN_MS } from './clock-grain.ts';

/**
 * How densely restarts can follow each other under one limit, whatever the environment does: network
 * calculus calls it an arrival curve.
 *
 * @see https://en.wikipedia.org/wiki/Network_calculus
 */
export interface RestartCurve {
  /** Least time from the first restart to the nth, in milliseconds; `Infinity` when there cannot be so many. */
  soonest(restarts: number): number;
  /**
   * Most restarts in a span of this many milliseconds, its last instant not included.
   *
   * @param lives - of the supervisor that share the span, from 1: each begins with full budgets
   */
  mostIn(spanMs: number, lives?: number): number;
}

/** No restart at all. */
export const NO_RESTARTS: RestartCurve = {
  soonest: () => Infinity,
  mostIn: () => 0,
};

/** At most so many within a window, one that is exactly `withinMs` old included: an intensity. */
export function windowCurve(most: number, withinMs: number): RestartCurve {
  if (most === 0) return NO_RESTARTS;
  const periodMs = withinMs + CLOCK_GRAIN_MS;
  return {
    soonest: (restarts) => {
      const windows = Math.floor((restarts - 1) / most);
      return windows === 0 ? 0 : windows * periodMs;
    },
    mostIn: (spanMs, lives = 1) => most * (Math.max(1, Math.ceil(spanMs / periodMs)) + lives - 1),
  };
}

/** Under all of these limits at once. */
export function under(curves: readonly RestartCurve[]): RestartCurve {
  return {
    soonest: (restarts) => Math.max(0, ...curves.map((curve) => curve.soonest(restarts))),
    mostIn: (spanMs, lives) =>
      Math.min(Infinity, ...curves.map((curve) => curve.mostIn(spanMs, lives))),
  };
}

/** Restarts of several children that do not wait for each other. */
export function together(curves: readonly RestartCurve[]): RestartCurve {
  return {
    soonest: (restarts) => soonestTogether(curves, restarts),
    mostIn: (spanMs, lives) => curves.reduce((sum, curve) => sum + curve.mostIn(spanMs, lives), 0),
  };
}

/** The same child so many times. */
export function times(amount: number, curve: RestartCurve): RestartCurve {
  if (amount === 0) return NO_RESTARTS;
  return {
    soonest: (restarts) => curve.soonest(Math.max(1, Math.ceil(restarts / amount))),
    mostIn: (spanMs, lives) => {
      const most = curve.mostIn(spanMs, lives);
      return most === 0 ? 0 : amount * most;
    },
  };
}

/** All begin at once; then the next one is always that of the child that can be next. */
function soonestTogether(curves: readonly RestartCurve[], restarts: number): number {
  const made = curves.map(() => 0);
  let at = curves.length === 0 ? Infinity : 0;
  for (let count = 0; count < restarts && at !== Infinity; count += 1) {
    const nexts = curves.map((curve, index) => curve.soonest((made[index] ?? 0) + 1));
    at = Math.min(...nexts);
    const index = nexts.indexOf(at);
    made[index] = (made[index] ?? 0) + 1;
  }
  return at;
}
