import { readProperty } from './read-property.ts';
import { isSeverity, type Severity } from './severity.ts';

/**
 * The property under which an error says how severe it is: `Symbol.for('kintsugi.severity')`.
 *
 * A symbol of the global registry, because it is the same one in every realm and in every copy of this package, where `instanceof`
 * fails; and not the plain property `severity`, because other libraries use that word for something else (a Postgres error has
 * `severity: 'FATAL'` and a `code`), and a match by accident would steer recovery.
 *
 * @see https://tc39.es/ecma262/#sec-symbol.for
 * @example An error class of your own, without importing a base class
 * ```ts
 * class CardDeclined extends Error {
 *   readonly [SEVERITY_BRAND] = 'CRITICAL';
 * }
 * classify(new CardDeclined('stolen')).severity; // 'CRITICAL'
 * ```
 */
export const SEVERITY_BRAND: unique symbol = Symbol.for('kintsugi.severity');

/**
 * The severity an error states of itself, or `undefined` for one that does not carry the brand.
 *
 * @example
 * ```ts
 * brandedSeverity(new SecurityError('bad signature')); // 'CRITICAL'
 * brandedSeverity(new Error('x')); // undefined
 * ```
 */
export function brandedSeverity(error: unknown): Severity | undefined {
  const severity = readProperty(error, SEVERITY_BRAND);
  return isSeverity(severity) ? severity : undefined;
}
