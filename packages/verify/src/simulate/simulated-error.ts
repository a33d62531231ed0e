import {
  ConfigurationError,
  DataCorruptionError,
  DependencyError,
  NetworkTimeoutError,
  RateLimitedError,
  ResourceExhaustedError,
  ResourceUnavailableError,
  SecurityError,
  StateCorruptionError,
} from '@kintsugi/actors';

const said = (name: string) => `${name}, simulated`;

/** What a simulated service can fail with: our own errors, one of Node's, and a bug. The tree's own rules judge them. */
const MAKE = {
  NetworkTimeoutError: () => new NetworkTimeoutError(said('no answer in time')),
  ResourceUnavailableError: () => new ResourceUnavailableError(said('busy')),
  RateLimitedError: () => new RateLimitedError(said('quota used up'), { retryAfterMs: 2_000 }),
  ECONNREFUSED: () =>
    Object.assign(new Error(said('connection refused')), { code: 'ECONNREFUSED' }),
  DependencyError: () => new DependencyError(said('session lost')),
  ResourceExhaustedError: () => new ResourceExhaustedError(said('pool empty')),
  StateCorruptionError: () => new StateCorruptionError(said('cache inconsistent')),
  TypeError: () => new TypeError(said('x is not a function')),
  ConfigurationError: () => new ConfigurationError(said('key missing')),
  DataCorruptionError: () => new DataCorruptionError(said('checksum wrong')),
  SecurityError: () => new SecurityError(said('certificate expired')),
} as const satisfies Readonly<Record<string, () => Error>>;

/** The name of an error that a simulated service can fail with. */
export type SimulatedError = keyof typeof MAKE;

/** All of them. */
export const SIMULATED_ERRORS = Object.keys(MAKE) as readonly SimulatedError[];

/** A new error of this name. It has no stack: that of a simulation tells nobody anything, and takes longer than all the rest. */
export function simulatedError(name: SimulatedError): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = MAKE[name]();
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}
