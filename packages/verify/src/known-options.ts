import { invalidOption, refuseUnknownKeys } from '@kintsugi/core';

/**
 * Refuses what is no object of options, and a key nobody reads.
 *
 * @param of - the function that was given them
 * @throws InvalidOptionError naming `of.options`, or the key
 */
export function requireKnownOptions(of: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null)
    throw invalidOption(`${of}.options`, 'an object', options);
  refuseUnknownKeys(of, options, known);
}
