import { closestName } from './closest-name.ts';
import { nameAfterClass } from './name-after-class.ts';
import { readProperty } from './read-property.ts';
import { showValue } from './show-value.ts';

/**
 * Something the library itself refuses or reports; the errors of your own services pass through as they are.
 *
 * What went wrong underneath is its `cause`.
 *
 * @example
 * ```ts
 * new SupervisionError('MAILBOX_FULL', 'payments: 1000 requests wait').code; // 'MAILBOX_FULL'
 * ```
 */
export class SupervisionError<Code extends string = string> extends Error {
  /** What was refused, as a literal in upper snake case: switch on it instead of on messages. */
  readonly code: Code;

  // Stated, not taken from the class: a minifier renames classes.
  static {
    this.prototype.name = 'SupervisionError';
  }

  constructor(code: Code, message: string, options?: ErrorOptions) {
    nameAfterClass(new.target);
    super(message, options);
    this.code = code;
  }
}

/**
 * An option has a value it cannot have. Thrown where the option is given, not where it is first used.
 *
 * @example
 * ```ts
 * invalidOption('intensity.maxRestarts', 'an integer of at least 0', -1).option; // 'intensity.maxRestarts'
 * ```
 */
export class InvalidOptionError extends SupervisionError<'INVALID_OPTION'> {
  /** Path of the option, as `intensity.maxRestarts`. */
  readonly option: string;
  /** What it must be, as `an integer of at least 0`. */
  readonly rule: string;
  /** What was given. */
  readonly value: unknown;

  static {
    this.prototype.name = 'InvalidOptionError';
  }

  constructor(option: string, rule: string, value: unknown, message?: string) {
    super('INVALID_OPTION', message ?? `${option} must be ${rule}, got ${showValue(value)}`);
    this.option = option;
    this.rule = rule;
    this.value = value;
  }
}

/**
 * The error for an option that breaks a rule; the caller throws it. Never throws itself, whatever the value.
 *
 * @example
 * ```ts
 * throw invalidOption('intensity.maxRestarts', 'an integer of at least 0', -1);
 * // InvalidOptionError: intensity.maxRestarts must be an integer of at least 0, got -1
 * ```
 */
export function invalidOption(option: string, rule: string, value: unknown): InvalidOptionError {
  return new InvalidOptionError(option, rule, value);
}

/**
 * The value, when it is an integer from `min` to `max`.
 *
 * @param range - `min` without a bound when left out, `max` likewise
 * @throws InvalidOptionError otherwise
 * @example
 * ```ts
 * requireInteger('concurrency', 4, { min: 1 }); // 4
 * ```
 */
export function requireInteger(
  option: string,
  value: unknown,
  { min = -Infinity, max = Infinity }: { readonly min?: number; readonly max?: number } = {},
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)
    return value;
  throw invalidOption(option, `an integer${rangeText(min, max)}`, value);
}

/**
 * The value, when it is a length of time in milliseconds: a finite number of at least `min`, or `Infinity` where that is allowed.
 *
 * @param range - `min` in milliseconds, 0 when left out; `infinity` false when left out
 * @throws InvalidOptionError otherwise
 * @example
 * ```ts
 * requireMs('shutdown', Infinity, { infinity: true }); // Infinity
 * ```
 */
export function requireMs(
  option: string,
  value: unknown,
  { min = 0, infinity = false }: { readonly min?: number; readonly infinity?: boolean } = {},
): number {
  const rule = `a number of milliseconds of at least ${min}`;
  return infinity
    ? requireNumber(option, `${rule}, or Infinity`, value, min, Infinity)
    : requireNumber(option, rule, value, min, Number.MAX_VALUE);
}

/**
 * The value, when it is a number from 0 to 1, both included.
 *
 * @throws InvalidOptionError otherwise
 * @example
 * ```ts
 * requireFraction('pattern.minFailureRate', 0.5); // 0.5
 * ```
 */
export function requireFraction(option: string, value: unknown): number {
  return requireNumber(option, 'a number from 0 to 1', value, 0, 1);
}

/**
 * Refuses an object of options with a key nobody reads: a misspelt option would be ignored in silence.
 *
 * @param option - path of the object, as `intensity`; `''` for the outermost
 * @throws InvalidOptionError for the first unknown key, or when `object` is none
 * @example
 * ```ts
 * refuseUnknownKeys('intensity', { maxRestart: 3 }, ['maxRestarts', 'withinMs']);
 * // InvalidOptionError: intensity.maxRestart is not an option, did you mean maxRestarts?
 * ```
 */
export function refuseUnknownKeys(option: string, object: unknown, known: readonly string[]): void {
  if (typeof object !== 'object' || object === null)
    throw invalidOption(option === '' ? 'options' : option, 'an object', object);
  for (const key of Object.keys(object)) {
    if (!known.includes(key)) throw unknownKey(option, key, readProperty(object, key), known);
  }
}

function requireNumber(
  option: string,
  rule: string,
  value: unknown,
  min: number,
  max: number,
): number {
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw invalidOption(option, rule, value);
}

function unknownKey(option: string, key: string, value: unknown, known: readonly string[]) {
  const path = option === '' ? key : `${option}.${key}`;
  const rule = `one of ${known.join(', ')}`;
  const closest = closestName(key, known);
  const hint =
    closest === undefined ? `; known are ${known.join(', ')}` : `, did you mean ${closest}?`;
  return new InvalidOptionError(path, rule, value, `${path} is not an option${hint}`);
}

function rangeText(min: number, max: number): string {
  if (min > -Infinity && max < Infinity) return ` from ${min} to ${max}`;
  if (min > -Infinity) return ` of at least ${min}`;
  return max < Infinity ? ` of at most ${max}` : '';
}
