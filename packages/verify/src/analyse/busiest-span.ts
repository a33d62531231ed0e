import type { Intensity } from '@kintsugi/core';
import { CLOCK_GRAIN_MS } from './clock-grain.ts';
import { densestIncidents, type IncidentLimits } from './incident-curve.ts';

/** Sizes of incidents that are tried: larger ones wait too long to be the densest. */
const MOST_TRIED = 32;

/** More are not played through: nothing is known of them then. */
const MOST_PLAYED = 100_000;

/**
 * The most restarts in a span that a schedule of faults was found for, under all of these limits at once. A
 * fault that would trip an intensity comes just late enough not to. Where it is as many as
 * the limits allow one by one, that is how many there can be.
 *
 * @param most - as many as there can be at most
 */
export function busiestSpan(
  limits: IncidentLimits,
  intensities: readonly Intensity[],
  spanMs: number,
  most: number,
): number {
  if (intensities.some(({ maxRestarts }) => maxRestarts === 0) || most > MOST_PLAYED) return 0;
  const dense = densestIncidents(limits, most);
  const sizes = Array.from(
    { length: Math.min(limits.budget, MOST_TRIED) },
    (_, index) => index + 1,
  );
  const plans = [
    (incident: number) => dense[incident] ?? limits.budget,
    ...[limits.budget, ...sizes].map((size) => () => size),
  ];
  let best = 0;
  for (const plan of plans) {
    best = Math.max(best, played(limits, intensities, spanMs, most, plan));
    if (best >= most) break;
  }
  return best;
}

/** Faults that come as soon as the plan and the intensities let them. */
function played(
  limits: IncidentLimits,
  intensities: readonly Intensity[],
  spanMs: number,
  most: number,
  plan: (incident: number) => number,
): number {
  const { wait, stableAfterMs, lifeMs } = limits;
  const closesAfterMs = Math.max(stableAfterMs, lifeMs);
  const at: number[] = [];
  let upAt = -closesAfterMs;
  let incident = -1;
  let attempt = Infinity;
  while (at.length <= most) {
    const isFull = attempt >= Math.min(limits.budget, plan(incident));
    const earliest = upAt + (isFull ? closesAfterMs : lifeMs);
    const faultAt = Math.max(earliest, ...intensities.map((each) => grantedAt(at, each)));
    if (faultAt >= spanMs) break;
    const isOver = faultAt - upAt >= stableAfterMs;
    if (isOver) incident += 1;
    attempt = isOver ? 1 : attempt + 1;
    upAt = faultAt + wait(attempt);
    at.push(faultAt);
  }
  return at.length;
}

/** The first instant at which one more restart is not one too many. */
function grantedAt(at: readonly number[], { maxRestarts, withinMs }: Intensity): number {
  const oldest = at[at.length - maxRestarts];
  return oldest === undefined ? 0 : oldest + withinMs + CLOCK_GRAIN_MS;
}
