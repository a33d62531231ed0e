import { invalidOption, refuseUnknownKeys, requireFraction, requireMs } from '@kintsugi/core';

/** What is asked of the services, and how long they work on it. */
export interface LoadOptions {
  /** Mean time between two messages to a service: milliseconds of at least 1, or `Infinity` for none. @default 60_000 */
  readonly meanBetweenMs?: number;
  /** Half of all messages take less: milliseconds of at least 0. @default 20 */
  readonly medianLatencyMs?: number;
  /** How far latencies spread: the standard deviation of their logarithm, 0 to 10. @default 1 */
  readonly latencySpread?: number;
  /** How many of them are tells: 0 to 1. @default 0.2 */
  readonly tellShare?: number;
  /** How many of the asks are given up by their callers after 1 to 10 s: 0 to 1. @default 0.2 */
  readonly impatientShare?: number;
  /** How many of the asks to a service that depends on another one ask that one first: 0 to 1. @default 0.2 */
  readonly throughShare?: number;
}

export type Load = Required<LoadOptions>;

const DEFAULT_LOAD: Load = {
  meanBetweenMs: 60_000,
  medianLatencyMs: 20,
  latencySpread: 1,
  tellShare: 0.2,
  impatientShare: 0.2,
  throughShare: 0.2,
};

/** @throws InvalidOptionError for a number out of range */
export function checkedLoad(options: LoadOptions): Load {
  refuseUnknownKeys('simulate.load', options, Object.keys(DEFAULT_LOAD));
  const load = { ...DEFAULT_LOAD, ...options };
  requireMs('simulate.load.meanBetweenMs', load.meanBetweenMs, { min: 1, infinity: true });
  requireMs('simulate.load.medianLatencyMs', load.medianLatencyMs);
  const { latencySpread } = load;
  if (typeof latencySpread !== 'number' || !(latencySpread >= 0 && latencySpread <= 10))
    throw invalidOption('simulate.load.latencySpread', 'a number from 0 to 10', latencySpread);
  requireFraction('simulate.load.tellShare', load.tellShare);
  requireFraction('simulate.load.impatientShare', load.impatientShare);
  requireFraction('simulate.load.throughShare', load.throughShare);
  return load;
}
