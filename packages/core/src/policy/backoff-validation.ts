import { invalidOption, refuseUnknownKeys, requireMs } from '../fault/supervision-error.ts';
import type { Backoff } from './backoff.ts';
import { DECORRELATED_JITTERS, SPREAD_JITTERS } from './jitter.ts';

const FIRST_ATTEMPTS = ['immediate', 'delayed'] as const;

const OPTIONS = {
  exponential: ['kind', 'baseMs', 'factor', 'maxMs', 'firstAttempt', 'jitter'],
  linear: ['kind', 'baseMs', 'maxMs', 'jitter'],
  constant: ['kind', 'delayMs', 'jitter'],
} as const satisfies Record<Backoff['kind'], readonly string[]>;

/**
 * The backoff itself, when every one of its options can be used.
 *
 * @param option - the name under which the caller was given it, for the error
 *
 * @throws InvalidOptionError for an unknown kind or key, a time that is not at least 0 ms, a factor below 1,
 * a factor beside jitter `decorrelated`, or an unknown jitter or `firstAttempt`
 *
 * @example
 * ```ts
 * validateBackoff('retry.backoff', { kind: 'constant', delayMs: -1 }); // throws: retry.backoff.delayMs ...
 * ```
 */
export function validateBackoff(option: string, backoff: Backoff): Backoff {
  if (typeof backoff !== 'object' || backoff === null)
    throw invalidOption(option, 'a backoff such as { kind, baseMs }', backoff);
  if (!Object.hasOwn(OPTIONS, backoff.kind))
    throw invalidOption(`${option}.kind`, oneOf(Object.keys(OPTIONS)), backoff.kind);
  refuseUnknownKeys(option, backoff, OPTIONS[backoff.kind]);
  switch (backoff.kind) {
    case 'exponential':
      requireMs(`${option}.baseMs`, backoff.baseMs);
      requireCap(`${option}.maxMs`, backoff.maxMs);
      requireFactor(`${option}.factor`, backoff);
      requireOneOf(`${option}.firstAttempt`, backoff.firstAttempt, FIRST_ATTEMPTS);
      requireOneOf(`${option}.jitter`, backoff.jitter, [
        ...SPREAD_JITTERS,
        ...DECORRELATED_JITTERS,
      ]);
      return backoff;
    case 'linear':
      requireMs(`${option}.baseMs`, backoff.baseMs);
      requireCap(`${option}.maxMs`, backoff.maxMs);
      requireOneOf(`${option}.jitter`, backoff.jitter, SPREAD_JITTERS);
      return backoff;
    case 'constant':
      requireMs(`${option}.delayMs`, backoff.delayMs);
      requireOneOf(`${option}.jitter`, backoff.jitter, SPREAD_JITTERS);
      return backoff;
  }
}

function requireCap(option: string, maxMs: number | undefined): void {
  if (maxMs !== undefined) requireMs(option, maxMs, { infinity: true });
}

function requireFactor(
  option: string,
  { factor, jitter }: Extract<Backoff, { kind: 'exponential' }>,
): void {
  if (factor === undefined) return;
  if (!(factor >= 1 && factor < Infinity))
    throw invalidOption(option, 'a finite number of at least 1', factor);
  if (jitter === 'decorrelated')
    throw invalidOption(option, 'left out: jitter decorrelated has its own growth', factor);
}

function requireOneOf(option: string, value: string | undefined, known: readonly string[]): void {
  if (value !== undefined && !known.includes(value))
    throw invalidOption(option, oneOf(known), value);
}

function oneOf(known: readonly string[]): string {
  return `one of ${known.join(', ')}`;
}
