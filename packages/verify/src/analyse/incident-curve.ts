import type { RestartCurve } from './restart-curve.ts';

/** What an incident grants, and how it ends. */
export interface IncidentLimits {
  /** Restarts granted per incident: an integer of at least 1, or `Infinity`. */
  readonly budget: number;
  /** Least wait before the nth restart of an incident, in milliseconds; never shorter than the one before it. */
  readonly wait: (attempt: number) => number;
  /** How long it must have been up for its incident to be over, in milliseconds. */
  readonly stableAfterMs: number;
  /** Least time between a start and the next fault, in milliseconds: 0 but for supervisors. */
  readonly lifeMs: number;
}

/** More than anybody counts: a child that comes to this is restarted without limit. */
const COUNTLESS = 10_000_000;

/**
 * The limit that incidents set: within one, waits grow and the budget is spent; a child that lives long
 * enough begins the next one afresh. The densest sequence has incidents of about equal length, because
 * waits only grow; so what is left to choose is how many of them there are.
 */
export function incidentCurve(limits: IncidentLimits): RestartCurve {
  const known = new Map<number, number>();
  const soonest = (restarts: number): number => {
    const before = known.get(restarts);
    if (before !== undefined) return before;
    const found = soonestOf(limits, restarts);
    known.set(restarts, found);
    return found;
  };
  return {
    soonest,
    mostIn: (spanMs, lives = 1) =>
      lives === 1 ? mostBefore(soonest, spanMs) : mostOverLives(limits, spanMs, lives),
  };
}

const gapOf = ({ wait, lifeMs }: IncidentLimits, attempt: number) => wait(attempt) + lifeMs;

/** What a life costs that closes its incident, beyond one that does not. */
const closingMs = ({ stableAfterMs, lifeMs }: IncidentLimits) =>
  Math.max(0, stableAfterMs - lifeMs);

function soonestOf(limits: IncidentLimits, restarts: number): number {
  // Each incident begins afresh for nothing, and no wait is shorter than the first.
  if (closingMs(limits) === 0) return restarts === 1 ? 0 : (restarts - 1) * gapOf(limits, 1);
  return spreadMs(limits, restarts, fewestIncidents(limits, restarts));
}

/** Over how many incidents so many restarts are spread when they follow each other as densely as they can. */
function fewestIncidents(limits: IncidentLimits, restarts: number): number {
  let from = Math.max(1, Math.ceil(restarts / limits.budget));
  let to = restarts;
  // Convex in the number of incidents: once it grows, it goes on growing.
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const isFalling = spreadMs(limits, restarts, middle + 1) < spreadMs(limits, restarts, middle);
    if (isFalling) from = middle + 1;
    else to = middle;
  }
  return from;
}

function spreadMs(limits: IncidentLimits, restarts: number, incidents: number): number {
  const closings = incidents === 1 ? 0 : (incidents - 1) * closingMs(limits);
  return closings + waits(limits, restarts - 1, incidents);
}

/**
 * How many restarts each incident has in the densest sequence of so many, in order.
 *
 * @example
 * ```ts
 * // Three restarts at 0, 0 and 1 s, a life of 10 s, and three more.
 * densestIncidents({ budget: 3, wait, stableAfterMs: 10_000, lifeMs: 0 }, 6); // [3, 3]
 * ```
 */
export function densestIncidents(limits: IncidentLimits, restarts: number): readonly number[] {
  if (closingMs(limits) === 0) return Array.from({ length: restarts }, () => 1);
  const incidents = fewestIncidents(limits, restarts);
  const each = Math.floor((restarts - 1) / incidents);
  const longer = (restarts - 1) % incidents;
  return Array.from({ length: incidents }, (_, index) => {
    const own = each + (index < longer ? 1 : 0);
    return index === incidents - 1 ? own + 1 : own;
  });
}

/** So many waits, spread over so many incidents that have room for them: the shortest first. */
function waits(limits: IncidentLimits, amount: number, incidents: number): number {
  let left = amount;
  let sum = 0;
  for (let attempt = 1; left > 0; attempt += 1) {
    const taken = isSteady(limits, attempt) ? left : Math.min(left, incidents);
    sum += taken * gapOf(limits, attempt);
    left -= taken;
  }
  return sum;
}

/** Whether this wait and all after it are the same, and there is no end of them. */
function isSteady({ budget, wait }: IncidentLimits, attempt: number): boolean {
  return budget === Infinity && attempt > 2 && wait(attempt) === wait(attempt - 1);
}

function mostBefore(soonest: RestartCurve['soonest'], spanMs: number): number {
  if (spanMs === Infinity) return Infinity;
  let reached = 0;
  let beyond = 1;
  while (beyond <= COUNTLESS && soonest(beyond) < spanMs) {
    reached = beyond;
    beyond *= 2;
  }
  if (beyond > COUNTLESS) return Infinity;
  while (beyond - reached > 1) {
    const middle = Math.floor((reached + beyond) / 2);
    if (soonest(middle) < spanMs) reached = middle;
    else beyond = middle;
  }
  return reached;
}

const MOST_ATTEMPTS = 10_000;

/** A sum that is a whole number must not come out just below it. */
const ROUNDING = 1e-6;

/** A straight line above the curve, `burst + rate * span`, so that a burst is granted to each life. A bound. */
function mostOverLives(limits: IncidentLimits, spanMs: number, lives: number): number {
  const last = Math.min(limits.budget, MOST_ATTEMPTS);
  let rate = 0;
  let sumMs = 0;
  for (let attempt = 1; attempt <= last; attempt += 1) {
    sumMs += gapOf(limits, attempt);
    rate = Math.max(rate, attempt / (sumMs + closingMs(limits)));
  }
  if (limits.budget > last) rate = Math.max(rate, 1 / gapOf(limits, last));
  if (rate === Infinity) return Infinity;
  return Math.floor(lives * burstAbove(limits, rate, last) + rate * spanMs + ROUNDING);
}

function burstAbove(limits: IncidentLimits, rate: number, last: number): number {
  let burst = 1;
  let sumMs = 0;
  for (let attempt = 2; attempt <= last; attempt += 1) {
    sumMs += gapOf(limits, attempt - 1);
    burst = Math.max(burst, attempt - rate * sumMs);
  }
  return burst;
}
