import { errorRecord } from '@kintsugi/core';

const MOST_DEEP = 6;
const MOST_ENTRIES = 100;
const MOST_PARTS = 5_000;
const MOST_CHARACTERS = 2_000;

/**
 * Somebody's own data as plain JSON: no deeper than 6, no more than 100 entries each and 5,000 parts in all,
 * texts of 2,000 characters. What JSON has no form for is named in brackets; what cannot be read says why.
 *
 * @example
 * ```ts
 * plainData({ at: new Date(0), send: () => 1, left: 5n }); // { at: '1970-01-01T00:00:00.000Z', send: '[function send]', left: '5n' }
 * ```
 */
export function plainData(value: unknown): unknown {
  return new PlainCopy().of(value, []);
}

/** One copy: it counts its parts, and knows what it is inside of. */
class PlainCopy {
  #parts = 0;

  of(value: unknown, inside: readonly object[]): unknown {
    this.#parts += 1;
    if (this.#parts > MOST_PARTS) return '[more]';
    if (typeof value !== 'object' || value === null) return plainScalar(value);
    if (inside.includes(value)) return '[circular]';
    if (inside.length === MOST_DEEP) return '[deeper]';
    try {
      return this.#ofObject(value, [...inside, value]);
    } catch (error) {
      return unreadable(error);
    }
  }

  #ofObject(value: object, inside: readonly object[]): unknown {
    const named = namedObject(value);
    if (named !== undefined) return named;
    if (Array.isArray(value) || value instanceof Set) return this.#list([...value], inside);
    if (value instanceof Map) return this.#map(value, inside);
    return this.#record(Object.keys(value), (key) => Reflect.get(value, key), inside);
  }

  #list(members: readonly unknown[], inside: readonly object[]): readonly unknown[] {
    const told = members.slice(0, MOST_ENTRIES).map((member) => this.of(member, inside));
    return members.length > MOST_ENTRIES ? [...told, more(members.length)] : told;
  }

  #map(map: ReadonlyMap<unknown, unknown>, inside: readonly object[]): unknown {
    const keys = [...map.keys()];
    if (!keys.every((key) => typeof key === 'string')) return this.#list([...map], inside);
    return this.#record(keys, (key) => map.get(key), inside);
  }

  #record(
    keys: readonly string[],
    read: (key: string) => unknown,
    inside: readonly object[],
  ): Readonly<Record<string, unknown>> {
    const told = keys
      .slice(0, MOST_ENTRIES)
      .map((key) => [key, this.of(readOrSay(read, key), inside)] as const);
    const rest = keys.length > MOST_ENTRIES ? [['…', more(keys.length)] as const] : [];
    return Object.fromEntries([...told, ...rest]);
  }
}

/** A getter may throw. */
function readOrSay(read: (key: string) => unknown, key: string): unknown {
  try {
    return read(key);
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(thrown: unknown): string {
  const { name, message } = errorRecord(thrown);
  return `[cannot be read: ${name}: ${cut(message)}]`;
}

function more(count: number): string {
  return `[${count - MOST_ENTRIES} more]`;
}

function plainScalar(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[function ${value.name}]`;
  return typeof value === 'symbol' ? String(value) : value;
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** What is told by its name instead of by its parts. */
function namedObject(value: object): unknown {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? '[invalid date]' : value.toISOString();
  if (value instanceof Error) return errorRecord(value);
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name} of ${value.byteLength} bytes]`;
  if (value instanceof Promise) return '[promise]';
  return isActor(value) ? `[actor ${String(value.id)}]` : undefined;
}

function isActor(value: object): value is { readonly id: unknown } {
  return 'getSnapshot' in value && 'sessionId' in value && 'id' in value;
}
