import type { IncidentOutcome, SupervisionEvent, UndeliverableReason } from '@kintsugi/core';
import type { Blueprint } from './blueprint.ts';
import { OUTCOMES, type Outcome } from './simulated-message.ts';

/** What has happened to a service, or to all of a tree. */
export interface Counts {
  /** Times its incidents took from the first fault until it ran again: milliseconds. */
  readonly repairsMs: number[];
  restarts: number;
  retries: number;
  readonly incidents: Record<IncidentOutcome, number>;
  readonly asks: Record<Outcome, number>;
  readonly undeliverable: Partial<Record<UndeliverableReason, number>>;
}

function newCounts(): Counts {
  return {
    repairsMs: [],
    restarts: 0,
    retries: 0,
    incidents: { recovered: 0, degraded: 0, failed: 0, escalated: 0, stopped: 0, ended: 0 },
    asks: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>,
    undeliverable: {},
  };
}

/** Counts what happens, by the place in the description that it happens at. */
export class Tally {
  readonly #blueprint: Blueprint;
  readonly #counts = new Map<string, Counts>();
  events = 0;
  gaveUp = 0;

  constructor(blueprint: Blueprint) {
    this.#blueprint = blueprint;
  }

  /** Of a service or supervisor, by its path in the description. */
  at(pattern: string): Counts {
    const known = this.#counts.get(pattern);
    if (known !== undefined) return known;
    const counts = newCounts();
    this.#counts.set(pattern, counts);
    return counts;
  }

  get all(): readonly Counts[] {
    return [...this.#counts.values()];
  }

  asked(path: string, outcome: Outcome): void {
    this.at(this.#blueprint.patternOf(path)).asks[outcome] += 1;
  }

  happened(event: SupervisionEvent): void {
    this.events += 1;
    if (event.type === 'supervisor.gaveUp' && event.path === '') this.gaveUp += 1;
    count(this.at(this.#blueprint.patternOf(event.path)), event);
  }
}

function count(counts: Counts, event: SupervisionEvent): void {
  const { undeliverable, incidents, repairsMs } = counts;
  if (event.type === 'child.restarting') counts.restarts += 1;
  if (event.type === 'child.retrying') counts.retries += 1;
  if (event.type === 'message.undeliverable')
    undeliverable[event.reason] = (undeliverable[event.reason] ?? 0) + 1;
  if (event.type !== 'incident.closed') return;
  incidents[event.outcome] += 1;
  if (event.repairMs !== undefined) repairsMs.push(event.repairMs);
}
