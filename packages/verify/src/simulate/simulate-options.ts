import type { HealthStatus, Service, SupervisionEvent } from '@kintsugi/actors';
import type { ServicePlace } from '@kintsugi/actors/testing';
import type { AnyTree } from '@kintsugi/actors';
import { invalidOption, refuseUnknownKeys, requireInteger, requireMs } from '@kintsugi/core';
import { checkedScript } from './check-script.ts';
import type { Blueprint } from './blueprint.ts';
import { checkedFaults, type FaultOptions, type FaultPreset } from './faults.ts';
import type { Injection } from './injection.ts';
import { LAWS } from './laws/laws.ts';
import { checkedLoad, type LoadOptions } from './load.ts';
import { scriptSource } from './script-source.ts';
import { seededSource } from './seeded-source.ts';
import type { Source } from './source.ts';

/** The simulated tree as an invariant of yours sees it, between two things that happen. */
export interface SimulatedWorld {
  /** Virtual milliseconds since the simulation began. */
  readonly now: number;
  /** For `refAt`, `healthOfTree` and all others that only look. */
  readonly tree: AnyTree;
  /** What has happened since the invariant was asked last. */
  readonly events: readonly SupervisionEvent[];
  readonly health: HealthStatus;
  /**
   * State of a service's or supervisor's chart, `''` for the root; undefined while there is no such child. The simulation
   * ends with an InvalidOptionError where there can never be one: the invariant would hold for ever.
   */
  readonly stateOf: (path: string) => string | undefined;
}

/** Says in a sentence what is wrong; undefined while it holds. One that throws does not hold. */
export type Invariant = (world: SimulatedWorld) => string | undefined;

interface CommonOptions {
  /**
   * What must hold besides the laws of the tree itself, by a name that none of {@link LAWS} has: asked whenever something has
   * happened. They must remember nothing, because they are asked in many runs. @default {}
   */
  readonly invariants?: Readonly<Record<string, Invariant>>;
  /**
   * How long it takes until a tree that has ended by itself is started anew, as a process is by its host: milliseconds, or
   * `Infinity` for never. @default 10_000
   */
  readonly rebootAfterMs?: number;
  /** Gets the log, line by line: events and answers as JSON. */
  readonly onLine?: (line: string) => void;
  /** Another service in the place of a simulated one, or the simulated one in other clothes. It must use no real time; of one that does not call the simulated one less is known. */
  readonly replace?: (place: ServicePlace, simulated: Service) => Service;
}

/** A simulation in which everything is drawn from a seed. */
export interface SeededOptions extends CommonOptions {
  /** An integer from 0 to 4,294,967,295. The same one gives the same log, byte for byte. */
  readonly seed: number;
  /** How long it lasts: days of virtual time, more than 0, at most 36,500. @default 1 */
  readonly days?: number;
  /** What goes wrong, and how often. @default 'ordinary' */
  readonly faults?: FaultPreset | FaultOptions;
  /** What is asked of the services. */
  readonly load?: LoadOptions;
  /** Instances that each dynamic supervisor is to have: an integer from 0 to 10,000. @default 3 */
  readonly instances?: number;
  /**
   * How long it takes until a person recovers what waits for one, every second time: milliseconds, or `Infinity` when nobody
   * ever comes. @default 900_000
   */
  readonly personAfterMs?: number;
  /** How many more runs may be made to find the least that must happen, when something does not hold. @default 1_000 */
  readonly maxShrinkRuns?: number;
}

/** A simulation in which just this happens. */
export interface ScriptedOptions extends CommonOptions {
  readonly script: readonly Injection[];
  /** Draws the usual latencies and the tree's own chance. Without one starts and stops take no time. */
  readonly seed?: number;
}

/** What {@link simulate} takes. */
export type SimulateOptions = SeededOptions | ScriptedOptions;

/** Options of a simulation, checked and complete. */
export interface Checked {
  readonly source: Source;
  readonly seed: number | undefined;
  readonly rebootAfterMs: number;
  readonly maxShrinkRuns: number;
  readonly instances: readonly string[];
}

export const DEFAULT_REBOOT_AFTER_MS = 10_000;

const COMMON = ['invariants', 'rebootAfterMs', 'onLine', 'replace', 'seed'];
const SEEDED = [...COMMON, 'days', 'faults', 'load', 'instances', 'personAfterMs', 'maxShrinkRuns'];
const DEFAULTS = {
  days: 1,
  faults: 'ordinary',
  load: {},
  instances: 3,
  personAfterMs: 900_000,
  maxShrinkRuns: 1_000,
} as const satisfies Partial<SeededOptions>;
/** A century: at a second a day it takes ten hours. */
const MOST_DAYS = 36_500;
const MOST_INSTANCES = 10_000;
const LARGEST_SEED = 2 ** 32 - 1;
const DAY_MS = 86_400_000;

/** @throws InvalidOptionError naming the option, the rule and the value */
export function checkedOptions(options: SimulateOptions, blueprint: Blueprint): Checked {
  if (typeof options !== 'object' || options === null)
    throw invalidOption('simulate.options', 'an object with a seed or a script', options);
  const own = 'script' in options ? scripted(options, blueprint) : seeded(options, blueprint);
  const { rebootAfterMs = DEFAULT_REBOOT_AFTER_MS, invariants = {}, onLine, replace } = options;
  requireMs('simulate.rebootAfterMs', rebootAfterMs, { infinity: true });
  checkInvariants(invariants);
  requireFunction('simulate.onLine', onLine);
  requireFunction('simulate.replace', replace);
  return { ...own, rebootAfterMs };
}

/** A failure names an invariant by its name alone. */
function checkInvariants(invariants: unknown): void {
  if (typeof invariants !== 'object' || invariants === null || Array.isArray(invariants))
    throw invalidOption('simulate.invariants', 'an object of functions, by name', invariants);
  for (const [name, invariant] of Object.entries(invariants)) {
    const option = `simulate.invariants.${name}`;
    if (name.trim() === '') throw invalidOption('simulate.invariants', 'named', name);
    if (LAWS.some((law) => law === name))
      throw invalidOption(option, 'under a name that no law of ours has', name);
    if (typeof invariant !== 'function') throw invalidOption(option, 'a function', invariant);
  }
}

function requireFunction(option: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function')
    throw invalidOption(option, 'a function', value);
}

type Own = Omit<Checked, 'rebootAfterMs'>;

function scripted(options: ScriptedOptions, blueprint: Blueprint): Own {
  refuseUnknownKeys('simulate', options, [...COMMON, 'script']);
  const { script, seed } = options;
  if (seed !== undefined) checkSeed(seed);
  const source = scriptSource(checkedScript(script, blueprint), seed);
  return { source, seed, maxShrinkRuns: 0, instances: [] };
}

function seeded(options: SeededOptions, blueprint: Blueprint): Own {
  refuseUnknownKeys('simulate', options, SEEDED);
  const {
    seed,
    days,
    faults,
    load,
    instances: count,
    personAfterMs,
    maxShrinkRuns,
  } = {
    ...DEFAULTS,
    ...options,
  };
  checkSeed(seed);
  if (typeof days !== 'number' || !(days > 0 && days <= MOST_DAYS))
    throw invalidOption('simulate.days', `a number above 0, at most ${MOST_DAYS}`, days);
  requireInteger('simulate.instances', count, { min: 0, max: MOST_INSTANCES });
  requireMs('simulate.personAfterMs', personAfterMs, { infinity: true });
  requireInteger('simulate.maxShrinkRuns', maxShrinkRuns, { min: 0 });
  const instances = Array.from({ length: count }, (_, index) => String(index + 1));
  const patterns = blueprint.services.map(({ pattern }) => pattern);
  const source = seededSource(blueprint, {
    seed,
    durationMs: Math.ceil(days * DAY_MS),
    faults: checkedFaults(faults, patterns),
    load: checkedLoad(load),
    instances,
    personAfterMs,
  });
  return { source, seed, maxShrinkRuns, instances };
}

function checkSeed(seed: unknown): void {
  requireInteger('simulate.seed', seed, { min: 0, max: LARGEST_SEED });
}
