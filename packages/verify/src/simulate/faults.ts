import { invalidOption, refuseUnknownKeys, requireMs } from '@kintsugi/core';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * What goes wrong in a simulation, each for every service by itself.
 *
 * `TRANSIENT`, `RECOVERABLE`, `CRITICAL`: an operation fails with one of our errors of that severity; the tree's own rules
 * judge it. `crash`: it throws a `TypeError`. `exit`: it ends by itself. `stall`: it takes longer than `handleWithinMs`.
 * `slowdown`: everything takes 5 to 50 times as long. `outage`: what it needs is away, operations and starts fail.
 * `startFault`, `startStall`, `stopFault`, `stopStall`: the next start or stop throws, or takes longer than it may, and
 * succeeds late or not. `fallbackFault`, `degradeFault`: the hook throws. `recover`, `terminateChild`: a person orders it
 * (what was terminated is started again a while later). `deploy`: the whole tree is stopped and started anew.
 */
export const FAULT_KINDS = [
  'TRANSIENT',
  'RECOVERABLE',
  'CRITICAL',
  'crash',
  'exit',
  'stall',
  'slowdown',
  'outage',
  'startFault',
  'startStall',
  'stopFault',
  'stopStall',
  'fallbackFault',
  'degradeFault',
  'recover',
  'terminateChild',
  'deploy',
] as const;

/** One of {@link FAULT_KINDS}. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Mean times between two faults of a kind: milliseconds, or `Infinity` for never. */
export type FaultRates = Readonly<Record<FaultKind, number>>;

/** Something that several services need, and that is away now and then. */
export interface SharedDependency {
  /** Of these services, as the tree describes them: `rooms/*` for all instances. */
  readonly paths: readonly string[];
  /** Mean time between two outages: milliseconds of at least 1, or `Infinity` for never. */
  readonly meanBetweenMs: number;
  /** How long one lasts, in the mean: milliseconds of at least 1. */
  readonly meanDurationMs: number;
}

const ORDINARY: FaultRates = {
  TRANSIENT: 2 * HOUR,
  RECOVERABLE: DAY,
  CRITICAL: 20 * DAY,
  crash: 2 * DAY,
  exit: 10 * DAY,
  stall: DAY,
  slowdown: 2 * DAY,
  outage: 3 * DAY,
  startFault: 4 * DAY,
  startStall: 10 * DAY,
  stopFault: 10 * DAY,
  stopStall: 10 * DAY,
  fallbackFault: 2 * DAY,
  degradeFault: 10 * DAY,
  recover: Infinity,
  terminateChild: Infinity,
  deploy: 3 * DAY,
};

/** Everything so many times as often; people meddle as well. */
function timesAsOften(times: number, meddling: Partial<FaultRates> = {}): FaultRates {
  const scaled = Object.entries(ORDINARY).map(([kind, meanMs]) => [kind, meanMs / times]);
  return { ...(Object.fromEntries(scaled) as FaultRates), ...meddling };
}

/**
 * Rates to begin with. `none`: nothing fails. `ordinary`: a fault of each service every two hours, most of them
 * temporary. `rough`: ten times as often. `hostile`: two hundred times as often, and people give orders in between.
 *
 * @example
 * ```ts
 * FAULT_PRESETS.ordinary.crash; // 172_800_000: two days
 * ```
 */
export const FAULT_PRESETS = {
  none: timesAsOften(0),
  ordinary: ORDINARY,
  rough: timesAsOften(10),
  hostile: timesAsOften(200, { recover: HOUR, terminateChild: 2 * HOUR }),
} as const satisfies Readonly<Record<string, FaultRates>>;

/** The name of one of {@link FAULT_PRESETS}. */
export type FaultPreset = keyof typeof FAULT_PRESETS;

/** What goes wrong, and how often. */
export interface FaultOptions {
  /** Rates to begin with. @default 'ordinary' */
  readonly preset?: FaultPreset;
  /** Other mean times between two faults of a service: milliseconds of at least 1, or `Infinity` for never. */
  readonly meanBetweenMs?: Partial<FaultRates>;
  /** The same for one service, by its path in the description: `rooms/*` for each instance. */
  readonly services?: Readonly<Record<string, Partial<FaultRates>>>;
  /** What several services need at once. @default one for all services, away every 14 days (`none`: never) for 10 min */
  readonly shared?: readonly SharedDependency[];
}

/** {@link FaultOptions}, checked and complete. */
export interface Faults {
  /** By path in the description. */
  readonly rates: ReadonlyMap<string, FaultRates>;
  readonly deployMeanMs: number;
  readonly shared: readonly SharedDependency[];
}

/** @throws InvalidOptionError for an unknown preset, kind or service, or a time out of range */
export function checkedFaults(given: FaultPreset | FaultOptions, paths: readonly string[]): Faults {
  const options = typeof given === 'string' ? { preset: given } : given;
  refuseUnknownKeys('simulate.faults', options, ['preset', 'meanBetweenMs', 'services', 'shared']);
  const { preset = 'ordinary', meanBetweenMs = {}, services = {} } = options;
  checkRates('simulate.faults.meanBetweenMs', meanBetweenMs);
  refuseUnknownKeys('simulate.faults.services', services, paths);
  for (const [path, own] of Object.entries(services))
    checkRates(`simulate.faults.services.${path}`, own);
  const common: FaultRates = { ...presetOf(preset), ...meanBetweenMs };
  const usual = { paths, meanBetweenMs: common.outage * 5, meanDurationMs: 10 * MINUTE };
  const { shared = [usual] } = options;
  if (!Array.isArray(shared))
    throw invalidOption('simulate.faults.shared', 'a list of what services share', shared);
  shared.forEach((each, index) => checkShared(`simulate.faults.shared[${index}]`, each, paths));
  const rates = new Map(paths.map((path) => [path, { ...common, ...services[path] }]));
  return { rates, deployMeanMs: common.deploy, shared };
}

function presetOf(preset: FaultPreset): FaultRates {
  if (Object.hasOwn(FAULT_PRESETS, preset)) return FAULT_PRESETS[preset];
  const known = Object.keys(FAULT_PRESETS).join(', ');
  throw invalidOption('simulate.faults.preset', `one of ${known}`, preset);
}

function checkRates(option: string, rates: Partial<FaultRates>): void {
  refuseUnknownKeys(option, rates, FAULT_KINDS);
  for (const kind of FAULT_KINDS) {
    const meanMs = rates[kind];
    if (meanMs !== undefined) requireMs(`${option}.${kind}`, meanMs, { min: 1, infinity: true });
  }
}

function checkShared(option: string, shared: SharedDependency, known: readonly string[]): void {
  refuseUnknownKeys(option, shared, ['paths', 'meanBetweenMs', 'meanDurationMs']);
  requireMs(`${option}.meanBetweenMs`, shared.meanBetweenMs, { min: 1, infinity: true });
  requireMs(`${option}.meanDurationMs`, shared.meanDurationMs, { min: 1 });
  if (!Array.isArray(shared.paths))
    throw invalidOption(`${option}.paths`, 'a list of paths', shared.paths);
  for (const path of shared.paths)
    if (!known.includes(path))
      throw invalidOption(`${option}.paths`, `some of ${known.join(', ')}`, path);
}
