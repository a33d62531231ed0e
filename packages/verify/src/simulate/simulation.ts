import type { IncidentOutcome, UndeliverableReason } from '@kintsugi/core';
import { instancesOf } from './blueprint.ts';
import type { Availability } from './availability.ts';
import type { Checked } from './simulate-options.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import type { Failure } from './failure.ts';
import type { Run } from './run.ts';
import type { Outcome } from './simulated-message.ts';
import type { Counts } from './tally.ts';

/** How a service, or all of a tree, fared in a simulation. */
export interface Fared {
  /** How long incidents took, from the first fault until the service ran again: milliseconds. */
  readonly repairMs: Distribution;
  /** Each of these times. */
  readonly repairsMs: readonly number[];
  readonly restarts: number;
  readonly retries: number;
  /** Incidents by how they ended. */
  readonly incidents: Readonly<Record<IncidentOutcome, number>>;
  /** Asks by what became of them. */
  readonly asks: Readonly<Record<Outcome, number>>;
  /** What could not be delivered, by the reason. */
  readonly undeliverable: Readonly<Partial<Record<UndeliverableReason, number>>>;
}

/** How a service fared. */
export interface ServiceFared extends Fared, Availability {
  /** As the tree describes it: `rooms/*` is all instances. */
  readonly path: string;
  /** Mean time that it ran between two incidents: milliseconds; `Infinity` without one. */
  readonly meanBetweenIncidentsMs: number;
}

/** What a simulation came to. */
export interface Simulation {
  /** Whether everything that must hold has held. */
  readonly ok: boolean;
  /** What has not held; undefined when everything has. */
  readonly failure: Failure | undefined;
  /** As it was given; undefined for a script without one. */
  readonly seed: number | undefined;
  /** How long it was to last: virtual milliseconds. */
  readonly durationMs: number;
  /** In the order in which the tree describes them. */
  readonly services: readonly ServiceFared[];
  readonly total: Fared & { readonly meanBetweenIncidentsMs: number };
  /** How often the whole tree gave up and was started anew. */
  readonly gaveUp: number;
  /** How often the tree was started. */
  readonly trees: number;
  /** How long after the last fault the tree needed to come to rest: virtual milliseconds. */
  readonly restedAfterMs: number;
  /** What was done to the tree from outside. */
  readonly injections: number;
  /** Supervision events of the tree. */
  readonly events: number;
  /** Timers that have fired. */
  readonly turns: number;
  readonly logLines: number;
  /** SHA-256 of the log, hexadecimal: the same seed gives the same one. */
  readonly digest: string;
}

export function simulationOf(run: Run, checked: Checked, failure: Failure | undefined): Simulation {
  const { source, seed, instances } = checked;
  const { injections, turns, trees } = run.counts;
  const services = run.blueprint.services.map(({ pattern }): ServiceFared => {
    const count = instancesOf(pattern, instances).length;
    const availability = run.availability.of(pattern, Math.max(1, count));
    const fared = faredOf([run.tally.at(pattern)]);
    const ranMs = availability.running * source.endsAt * count;
    return {
      path: pattern,
      ...availability,
      ...fared,
      meanBetweenIncidentsMs: ranMs / incidentsOf(fared),
    };
  });
  const total = faredOf(run.tally.all);
  const ranMs = services.reduce(
    (sum, { path, running }) => sum + running * source.endsAt * instancesOf(path, instances).length,
    0,
  );
  return {
    ok: failure === undefined,
    failure,
    seed,
    durationMs: source.endsAt,
    services,
    total: { ...total, meanBetweenIncidentsMs: ranMs / incidentsOf(total) },
    gaveUp: run.tally.gaveUp,
    trees,
    restedAfterMs: Math.max(0, run.restedAt - source.endsAt),
    injections,
    events: run.tally.events,
    turns,
    logLines: run.log.lines,
    digest: run.log.digest(),
  };
}

function incidentsOf({ incidents }: Fared): number {
  return Object.values(incidents).reduce((sum, count) => sum + count, 0);
}

function faredOf(all: readonly Counts[]): Fared {
  const sum = (of: (counts: Counts) => number) =>
    all.reduce((total, counts) => total + of(counts), 0);
  const repairsMs = all.flatMap((counts) => counts.repairsMs);
  return {
    repairMs: distributionOf(repairsMs),
    repairsMs,
    restarts: sum(({ restarts }) => restarts),
    retries: sum(({ retries }) => retries),
    incidents: added(all.map(({ incidents }) => incidents)),
    asks: added(all.map(({ asks }) => asks)),
    undeliverable: added(all.map(({ undeliverable }) => undeliverable)),
  };
}

function added<Key extends string>(
  all: readonly Readonly<Partial<Record<Key, number>>>[],
): Record<Key, number> {
  const sums: Partial<Record<string, number>> = {};
  for (const counts of all)
    for (const [key, count] of Object.entries<number | undefined>(counts))
      sums[key] = (sums[key] ?? 0) + (count ?? 0);
  return sums as Record<Key, number>;
}
