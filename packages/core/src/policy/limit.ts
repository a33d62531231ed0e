import { invalidOption } from '../fault/supervision-error.ts';

/**
 * The value, when it is a limit on how often something may happen: an integer of at least `min`, or
 * `Infinity` for no limit.
 *
 * @param option - the name under which the caller was given it, for the error
 *
 * @throws InvalidOptionError otherwise
 *
 * @example
 * ```ts
 * requireLimit('intensity.maxRestarts', Infinity, 0); // Infinity
 * requireLimit('intensity.maxRestarts', -1, 0); // throws: ... must be an integer of at least 0, or Infinity, got -1
 * ```
 */
export function requireLimit(option: string, value: unknown, min: number): number {
  const isLimit = typeof value === 'number' && (Number.isInteger(value) || value === Infinity);
  if (isLimit && value >= min) return value;
  throw invalidOption(option, `an integer of at least ${min}, or Infinity`, value);
}
