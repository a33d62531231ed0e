import { errorRecord } from './error-record.ts';
import { cutText, constructorName, showValue } from './show-value.ts';

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
const MAX_TEXT = 2_000;
const MAX_KEY = 200;
const MAX_CHARACTERS = 100_000;
/** What a value costs that is no text: braces, commas, digits. */
const CHARACTERS_A_VALUE = 8;

/** What JSON can say. */
export type PlainData =
  | null
  | boolean
  | number
  | string
  | readonly PlainData[]
  | { readonly [key: string]: PlainData };

/**
 * Any value as plain data that survives JSON, for showing it to a person: a context, an event, an output. Never throws,
 * whatever it is given, and is bounded: 8 levels, 100 entries a level, 2,000 characters a text and about 100,000 in all;
 * what is left out is named. `toJSON` is honoured, an error becomes its {@link errorRecord}, a `Map` an object, or its list of
 * pairs when its keys are no texts, and what turns back on itself `'[circular]'`.
 *
 * @example
 * ```ts
 * plainData({ at: new Date(0), seen: new Set([1]), port: Infinity });
 * // { at: '1970-01-01T00:00:00.000Z', seen: [1], port: 'Infinity' }
 * ```
 */
export function plainData(value: unknown): PlainData {
  return plain(value, [], { left: MAX_CHARACTERS }) ?? null;
}

interface Budget {
  left: number;
}

/** `outer` are the objects that this one is nested in. Undefined for what JSON leaves out of an object. */
function plain(value: unknown, outer: readonly object[], budget: Budget): PlainData | undefined {
  if (value === undefined) return undefined;
  if (budget.left <= 0) return '…';
  budget.left -= CHARACTERS_A_VALUE;
  if (typeof value !== 'object' || value === null) return charged(primitive(value), budget);
  if (outer.includes(value)) return '[circular]';
  if (outer.length >= MAX_DEPTH) return charged(showValue(value), budget);
  try {
    return object(value, [...outer, value], budget);
  } catch {
    // A revoked proxy throws at whatever is done to it, and so may a `toJSON`.
    return '[unreadable]';
  }
}

function primitive(value: unknown): PlainData {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return cutText(value, MAX_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return showValue(value);
}

function charged(data: PlainData, budget: Budget): PlainData {
  if (typeof data === 'string') budget.left -= data.length;
  return data;
}

type Inner = (value: unknown) => PlainData | undefined;

function object(value: object, outer: readonly object[], budget: Budget): PlainData | undefined {
  const inner: Inner = (part) => plain(part, outer, budget);
  if (value instanceof Error) return ofError(value, budget);
  if (ArrayBuffer.isView(value)) return `[${constructorName(value)} of ${value.byteLength} bytes]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return inner(value.toJSON(''));
  if (Array.isArray(value)) return list(value, value.length, inner);
  if (value instanceof Set) return list(value, value.size, inner);
  if (value instanceof Map) return ofMap(value, budget, inner);
  return ofFields(value, budget, inner);
}

function ofError(error: Error, budget: Budget): PlainData {
  const record = errorRecord(error);
  budget.left -= JSON.stringify(record).length;
  return record as unknown as PlainData;
}

function list(values: Iterable<unknown>, size: number, inner: Inner): PlainData {
  const plains: PlainData[] = [];
  for (const value of values) {
    if (plains.length >= MAX_ENTRIES) return [...plains, `… ${size - MAX_ENTRIES} more`];
    plains.push(inner(value) ?? null);
  }
  return plains;
}

/** By its keys where it has names: what must not be shown is known by its name. */
function ofMap(map: ReadonlyMap<unknown, unknown>, budget: Budget, inner: Inner): PlainData {
  const keys = [...map.keys()];
  const isNamed = keys.length > 0 && keys.every((key) => typeof key === 'string');
  if (!isNamed) return list(map, map.size, inner);
  return fields(keys, (key) => map.get(key), budget, inner);
}

function ofFields(value: object, budget: Budget, inner: Inner): PlainData {
  const keys = Object.keys(value);
  if (keys.length === 0) return noFields(value);
  return fields(keys, (key) => value[key as keyof typeof value], budget, inner);
}

type Read = (key: string) => unknown;

function fields(keys: readonly string[], read: Read, budget: Budget, inner: Inner): PlainData {
  const entries = keys.slice(0, MAX_ENTRIES).flatMap((key) => {
    const part = inner(readable(read, key));
    budget.left -= key.length;
    return part === undefined ? [] : [[cutText(key, MAX_KEY), part] as const];
  });
  if (keys.length > MAX_ENTRIES) entries.push(['…', `${keys.length - MAX_ENTRIES} more`]);
  return Object.fromEntries(entries);
}

/** One getter that throws does not hide the fields beside it. */
function readable(read: Read, key: string): unknown {
  try {
    return read(key);
  } catch {
    return '[unreadable]';
  }
}

/** What keeps all that it has to itself says at least what it is. */
function noFields(value: object): PlainData {
  const name = constructorName(value);
  return name === undefined || name === 'Object' ? {} : `[${name}]`;
}
