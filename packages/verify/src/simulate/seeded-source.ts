import { pathOf } from '@kintsugi/core';
import { type Blueprint, instancesOf, parentPath, type ServicePlan } from './blueprint.ts';
import { drawGapMs, drawLatencyMs } from './draw.ts';
import { drawFault, drawMessage, drawOutage, type Target } from './draw-injection.ts';
import { FAULT_KINDS, type FaultKind, type Faults } from './faults.ts';
import type { Injection } from './injection.ts';
import type { Load } from './load.ts';
import { seededRandom } from './seeded-random.ts';
import type { Source } from './source.ts';
import { usualLatencyMs } from './usual-latency.ts';

/** What injections are drawn from. */
export interface Seeded {
  readonly seed: number;
  readonly durationMs: number;
  readonly faults: Faults;
  readonly load: Load;
  /** Ids of the instances that every dynamic supervisor is to have. */
  readonly instances: readonly string[];
  readonly personAfterMs: number;
}

/** What happens again and again, and when it does for the first time. */
interface Stream {
  readonly name: string;
  readonly meanMs: number;
  readonly draw: (random: () => number, at: number) => readonly Injection[];
}

/** An instance that has gone is started again, in the mean, after so long. */
const INSTANCE_GONE_MS = 600_000;

/**
 * Draws what happens from a seed. Every stream of faults draws from a source of its own, so that what happens to one
 * service does not depend on how another one fares.
 */
export function seededSource(blueprint: Blueprint, seeded: Seeded): Source {
  const { seed, durationMs, instances, personAfterMs } = seeded;
  const person = seededRandom(seed, 'person');
  return {
    endsAt: durationMs,
    begin(clock, inject) {
      for (const { name, meanMs, draw } of streamsOf(blueprint, seeded)) {
        if (meanMs === Infinity) continue;
        const random = seededRandom(seed, name);
        const goOn = () => {
          const gapMs = drawGapMs(random, meanMs);
          if (clock.now() + gapMs < durationMs) clock.setTimeout(fire, gapMs);
        };
        const fire = () => {
          for (const injection of draw(random, clock.now()))
            if (injection.at <= clock.now()) inject(injection);
            else if (injection.at < durationMs)
              clock.setTimeout(() => inject(injection), injection.at - clock.now());
          goOn();
        };
        goOn();
      }
    },
    atBirth: (at) =>
      dynamicsOf(blueprint, instances).flatMap((path) =>
        instances.map((id): Injection => ({ at, do: 'startChild', path, id })),
      ),
    personComesAfterMs: () =>
      personAfterMs === Infinity
        ? Infinity
        : drawLatencyMs(person, { medianMs: personAfterMs, spread: 0.5 }),
    usualMs: (hook, path, count) => usualLatencyMs(seed, hook, path, count),
  };
}

function dynamicsOf(blueprint: Blueprint, ids: readonly string[]): readonly string[] {
  return blueprint.dynamic.flatMap((pattern) => instancesOf(pattern, ids));
}

function* streamsOf(blueprint: Blueprint, seeded: Seeded): Generator<Stream> {
  const { faults, instances } = seeded;
  for (const plan of blueprint.services)
    for (const path of instancesOf(plan.pattern, instances))
      yield* streamsAt(targetOf(blueprint, plan, path, seeded.load), plan, seeded);
  for (const path of dynamicsOf(blueprint, instances)) yield* comingsAndGoings(path, instances);
  for (const [index, { paths, meanBetweenMs, meanDurationMs }] of faults.shared.entries()) {
    const all = paths.flatMap((pattern) => instancesOf(pattern, instances));
    const draw = (random: () => number, at: number) => [
      drawOutage(random, at, all, meanDurationMs),
    ];
    yield { name: `shared ${index}`, meanMs: meanBetweenMs, draw };
  }
  yield { name: 'deploy', meanMs: faults.deployMeanMs, draw: (_, at) => [{ at, do: 'deploy' }] };
}

function* streamsAt(
  target: Target,
  { pattern }: ServicePlan,
  { faults }: Seeded,
): Generator<Stream> {
  const { path, load } = target;
  yield {
    name: `message ${path}`,
    meanMs: load.meanBetweenMs,
    draw: (random, at) => [drawMessage(random, target, at)],
  };
  const rates = faults.rates.get(pattern);
  for (const kind of FAULT_KINDS)
    if (kind !== 'deploy')
      yield {
        name: `${kind} ${path}`,
        meanMs: rates?.[kind] ?? Infinity,
        draw: (random, at) => drawFault(kind satisfies FaultKind, random, target, at),
      };
}

/**
 * Instances that have ended are gone: somebody starts others in their place.
 *
 * @yields a stream for each
 */
function* comingsAndGoings(path: string, ids: readonly string[]): Generator<Stream> {
  for (const id of ids)
    yield {
      name: `startChild ${pathOf({ path }, id)}`,
      meanMs: INSTANCE_GONE_MS,
      draw: (_, at) => [{ at, do: 'startChild', path, id }],
    };
}

function targetOf(
  blueprint: Blueprint,
  { service, spec }: ServicePlan,
  path: string,
  load: Load,
): Target {
  const { handleWithinMs, startWithinMs } = service.settings;
  // A supervisor answers nobody.
  const dependency = spec.dependsOn
    .map((id) => pathOf({ path: parentPath(path) }, id))
    .find((other) => blueprint.supervisorAt(other) === undefined);
  return {
    path,
    handleWithinMs,
    startWithinMs,
    shutdownMs: spec.shutdown === 'brutal_kill' ? 0 : spec.shutdown,
    dependency,
    // XState logic answers nobody: it is told things.
    load: service.hooks === undefined ? { ...load, tellShare: 1 } : load,
  };
}
