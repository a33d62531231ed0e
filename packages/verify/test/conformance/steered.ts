import { ConfigurationError, NetworkTimeoutError, StateCorruptionError } from '@kintsugi/actors';
import type { Severity } from '@kintsugi/core';

/** How something that a worker has begun ends. */
export type Ending = 'ok' | 'ignore' | Severity;

/** Something that a worker has begun, and that waits until it is told how it ends. */
export interface Begun {
  readonly what: 'start' | 'attempt' | 'stop' | 'hook';
  readonly end: (how: Ending) => void;
}

/** A service that does nothing by itself: whatever it begins ends when, and as, it is told. */
export interface Steered<Service> {
  readonly service: Service;
  /** What is under way, oldest first. */
  readonly begun: readonly Begun[];
  /** Lives that have begun and not ended, by what the service itself sees of them: abandoned ones, too. */
  readonly lives: number;
  /** What its present life may do by itself, by name. */
  readonly whims: Readonly<Record<string, () => void>>;
}

const ERRORS = {
  TRANSIENT: NetworkTimeoutError,
  RECOVERABLE: StateCorruptionError,
  CRITICAL: ConfigurationError,
} as const;

export function errorOf(severity: Severity): Error {
  return new ERRORS[severity]('as it was told');
}
