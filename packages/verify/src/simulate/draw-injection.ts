import { drawBetween, drawGapMs, drawLatencyMs, drawOne, drawTimes } from './draw.ts';
import type { FaultKind } from './faults.ts';
import type { Injection } from './injection.ts';
import type { Load } from './load.ts';
import type { SimulatedError } from './simulated-error.ts';

/** Where something is to go wrong. */
export interface Target {
  readonly path: string;
  readonly handleWithinMs: number;
  readonly startWithinMs: number;
  readonly shutdownMs: number;
  /** A service that it depends on. */
  readonly dependency: string | undefined;
  readonly load: Load;
}

type Draw = (random: () => number, target: Target, at: number) => readonly Injection[];

type Errors = readonly [SimulatedError, ...SimulatedError[]];

/** Faults that a service meets at work, each with its share. */
const TRANSIENT: Errors = [
  'NetworkTimeoutError',
  'NetworkTimeoutError',
  'ResourceUnavailableError',
  'RateLimitedError',
  'ECONNREFUSED',
];
const RECOVERABLE: Errors = ['DependencyError', 'ResourceExhaustedError', 'StateCorruptionError'];
const CRITICAL: Errors = ['ConfigurationError', 'DataCorruptionError', 'SecurityError'];
/** Faults of a start. */
const STARTING: Errors = [...TRANSIENT, ...RECOVERABLE, 'ConfigurationError', 'TypeError'];
/** What a service meets when what it needs is away. */
const AWAY: Errors = [...TRANSIENT, 'ECONNREFUSED', 'DependencyError'];

const DRAW: Readonly<Record<Exclude<FaultKind, 'deploy'>, Draw>> = {
  TRANSIENT: (random, target, at) => [failing(random, target, at, drawOne(random, TRANSIENT))],
  RECOVERABLE: (random, target, at) => [failing(random, target, at, drawOne(random, RECOVERABLE))],
  CRITICAL: (random, target, at) => [failing(random, target, at, drawOne(random, CRITICAL))],
  crash: (random, { path }, at) => [
    { at, do: 'tell', path, error: 'TypeError', failures: drawTimes(random) },
  ],
  exit: (random, { path }, at) => [
    { at, do: 'exit', path, exit: drawOne(random, ['normal', 'shutdown']) },
  ],
  stall: (random, { path, handleWithinMs, load }, at) => [
    {
      at,
      do: askOrTell(random, load),
      path,
      latencyMs: tooLong(random, handleWithinMs),
      ...(random() < 0.5 && { heedsAbort: true }),
    },
  ],
  slowdown: (random, { path }, at) => [
    {
      at,
      do: 'slowdown',
      path,
      durationMs: drawGapMs(random, 300_000),
      factor: drawBetween(random, 5, 50),
    },
  ],
  outage: (random, { path }, at) => [drawOutage(random, at, [path], 180_000)],
  startFault: (random, { path, load }, at) => [
    {
      at,
      do: 'failStart',
      path,
      error: drawOne(random, STARTING),
      latencyMs: maybe(random, drawLatency(random, load)),
    },
  ],
  startStall: (random, { path, startWithinMs }, at) => [
    {
      at,
      do: 'slowStart',
      path,
      latencyMs: tooLong(random, startWithinMs),
      ...(random() < 0.5 && { heedsAbort: true }),
    },
  ],
  stopFault: (random, { path, load }, at) => [
    {
      at,
      do: 'failStop',
      path,
      error: drawOne(random, RECOVERABLE),
      latencyMs: maybe(random, drawLatency(random, load)),
    },
  ],
  stopStall: (random, { path, shutdownMs }, at) => [
    { at, do: 'slowStop', path, latencyMs: tooLong(random, shutdownMs) },
  ],
  fallbackFault: (random, { path }, at) => [
    { at, do: 'failFallback', path, error: drawOne(random, RECOVERABLE) },
  ],
  degradeFault: (random, { path }, at) => [
    { at, do: 'failDegrade', path, error: drawOne(random, RECOVERABLE) },
  ],
  recover: (_random, { path }, at) => [{ at, do: 'recover', path }],
  terminateChild: (random, { path }, at) => [
    { at, do: 'terminateChild', path, ...(random() < 0.2 && { brutal: true }) },
    { at: at + drawGapMs(random, 60_000), do: 'restartChild', path },
  ],
};

/** The faults of one kind that befall a service at one instant, and what is done about them later. */
export function drawFault(
  kind: Exclude<FaultKind, 'deploy'>,
  random: () => number,
  target: Target,
  at: number,
): readonly Injection[] {
  return DRAW[kind](random, target, at);
}

/** An ordinary message. */
export function drawMessage(random: () => number, target: Target, at: number): Injection {
  const { path, dependency, load } = target;
  const message = {
    at,
    path,
    latencyMs: drawLatency(random, load),
    ...(random() < 0.1 && { heedsAbort: true }),
    ...(random() < 0.5 && { retryable: true }),
  };
  if (random() < load.tellShare) return { ...message, do: 'tell' };
  return {
    ...message,
    do: 'ask',
    ...(random() < load.impatientShare && { timeoutMs: drawBetween(random, 1_000, 10_000) }),
    ...(dependency !== undefined && random() < load.throughShare && { through: dependency }),
  };
}

export function drawOutage(
  random: () => number,
  at: number,
  paths: readonly string[],
  meanDurationMs: number,
): Injection {
  const error = drawOne(random, AWAY);
  return { at, do: 'outage', paths, durationMs: drawGapMs(random, meanDurationMs), error };
}

function failing(
  random: () => number,
  { path, load }: Target,
  at: number,
  error: SimulatedError,
): Injection {
  return {
    at,
    do: askOrTell(random, load),
    path,
    latencyMs: maybe(random, drawLatency(random, load)),
    error,
    failures: drawTimes(random),
    ...(random() < 0.8 && { retryable: true }),
  };
}

function askOrTell(random: () => number, { tellShare }: Load): 'ask' | 'tell' {
  return random() < tellShare ? 'tell' : 'ask';
}

function drawLatency(random: () => number, { medianLatencyMs, latencySpread }: Load): number {
  return drawLatencyMs(random, { medianMs: medianLatencyMs, spread: latencySpread });
}

/** At once, every second time. */
function maybe(random: () => number, latencyMs: number): number {
  return random() < 0.5 ? 0 : latencyMs;
}

/** Longer than it may, by a tenth or three times; 2 min where there is no limit. */
function tooLong(random: () => number, limitMs: number): number {
  const base = limitMs === Infinity ? 60_000 : Math.max(limitMs, 10);
  return Math.round(base * (1.1 + 2 * random()));
}
