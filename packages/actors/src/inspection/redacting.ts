import { invalidOption } from '@kintsugi/core';

/** Makes a copy of plain data without what must not be shown, as `dataRedaction` of core makes it. */
export type Redact = (data: unknown) => unknown;

/**
 * Refuses what is no list of keys.
 *
 * @throws InvalidOptionError
 * @example
 * ```ts
 * requireRedactKeys('redact', 'password'); // throws: redact must be a list of keys, got "password"
 * ```
 */
export function requireRedactKeys(option: string, keys: unknown): void {
  const areKeys = Array.isArray(keys) && keys.every((key) => typeof key === 'string' && key !== '');
  if (!areKeys) throw invalidOption(option, 'a list of keys', keys);
}
