import { readProperty } from './read-property.ts';

const MAX_TEXT = 80;
const MAX_ENTRIES = 5;

/**
 * The text without what is over `maxLength` characters, marked with `…`; never cut inside a surrogate pair.
 *
 * @example
 * ```ts
 * cutText('intensity', 6); // 'inten…'
 * ```
 */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // Searched as a whole, which makes a text of its own of it: a slice alone would keep all of a huge text.
  return `${text.slice(0, maxLength - 1)}…`.replace(/[\uD800-\uDBFF]…$/, '…');
}

/**
 * The name of the class that made this object, or `undefined` where it cannot be told.
 *
 * @example
 * ```ts
 * constructorName(new Map()); // 'Map'
 * ```
 */
export function constructorName(value: unknown): string | undefined {
  return functionName(readProperty(value, 'constructor'));
}

function functionName(value: unknown): string | undefined {
  const name = readProperty(value, 'name');
  return typeof name === 'string' && name !== '' ? cutText(name, MAX_TEXT) : undefined;
}

/**
 * A value of unknown origin in a few words for a message: strings quoted, functions by name, plain objects and arrays one level
 * deep and by their first 5 entries, other objects by their class. At most about 500 characters; never throws.
 *
 * @example
 * ```ts
 * showValue('5s'); // '"5s"'
 * showValue({ maxRestarts: -1, log: new Map() }); // '{ maxRestarts: -1, log: Map }'
 * ```
 */
export function showValue(value: unknown): string {
  return show(value, true);
}

function show(value: unknown, deep: boolean): string {
  if (typeof value === 'object' && value !== null) return showObject(value, deep);
  if (typeof value === 'function') return `[function ${functionName(value) ?? 'anonymous'}]`;
  return showPrimitive(value);
}

function showPrimitive(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cutText(value, MAX_TEXT));
  if (typeof value === 'symbol') return cutText(value.toString(), MAX_TEXT);
  if (typeof value === 'bigint') return cutText(`${value}n`, MAX_TEXT);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? 'null' : 'undefined';
}

function showObject(value: object, deep: boolean): string {
  try {
    if (Array.isArray(value)) return deep ? showArray(value) : '[…]';
    const name = constructorName(value);
    if (name !== undefined && name !== 'Object') return name;
    return deep ? showPlainObject(value) : '{…}';
  } catch {
    // A revoked proxy throws on Array.isArray, a hostile one on ownKeys.
    return '[object]';
  }
}

function showArray(value: readonly unknown[]): string {
  const shown = value.slice(0, MAX_ENTRIES).map((entry) => show(entry, false));
  return `[${[...shown, ...(value.length > MAX_ENTRIES ? ['…'] : [])].join(', ')}]`;
}

function showPlainObject(value: object): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  const shown = keys
    .slice(0, MAX_ENTRIES)
    .map((key) => `${cutText(key, MAX_TEXT)}: ${show(readProperty(value, key), false)}`);
  return `{ ${[...shown, ...(keys.length > MAX_ENTRIES ? ['…'] : [])].join(', ')} }`;
}
