import { keyPattern, REDACTED, textRedaction } from './redact-text.ts';

/**
 * What makes a copy of plain data without what must not leave the house: below every `error`, and in texts for
 * people. Everything else is the supervisor's own, and nothing could be replayed without it.
 *
 * @param keys - what stands under one of these, or under a name that ends in one, is left out; so is what
 * follows it in a text, see {@link textRedaction}. As good as the texts are regular: no substitute for
 * errors without secrets
 * @example
 * ```ts
 * redaction(['password'])({ id: 'db', error: { message: 'refused: password=hunter2, 3 tries' } });
 * // { id: 'db', error: { message: 'refused: password=[redacted], 3 tries' } }
 * ```
 */
export function redaction(keys: readonly string[]): <Data>(data: Data) => Data {
  if (keys.length === 0) return (data) => data;
  const hidden = new RegExp(`${keyPattern(keys)}$`, 'i');
  const inText = textRedaction(keys);
  const free = (value: unknown): unknown =>
    typeof value === 'string'
      ? inText(value)
      : mapped(value, (part, key) => (hidden.test(key) ? blank(part) : free(part)));
  const held = (value: unknown): unknown =>
    mapped(value, (part, key) => {
      if (key === 'error' || key === 'message') return hidden.test(key) ? blank(part) : free(part);
      return key === 'reason' ? free(part) : held(part);
    });
  return <Data>(data: Data) => held(data) as Data;
}

/**
 * What makes a copy of somebody's own data, of whatever form, without what must not leave the house: whatever
 * stands under one of these keys, or under a name that ends in one, and what follows it in any text. A name may also be the
 * first of a pair, or the text under `name` or `key` beside a `value`. What else tells a name apart from its value
 * is not known: columns, a path, a class of its own.
 *
 * @example
 * ```ts
 * dataRedaction(['pin'])({ user: 'ann', card: { pin: 1234 }, note: 'pin=1234' });
 * // { user: 'ann', card: { pin: '[redacted]' }, note: 'pin=[redacted]' }
 * dataRedaction(['pin'])([['pin', 1234], { name: 'pin', value: 1234 }]);
 * // [['pin', '[redacted]'], { name: 'pin', value: '[redacted]' }]
 * ```
 */
export function dataRedaction(keys: readonly string[]): (data: unknown) => unknown {
  if (keys.length === 0) return (data) => data;
  const hidden = new RegExp(`${keyPattern(keys)}$`, 'i');
  const inText = textRedaction(keys);
  const isHidden = (name: unknown) => typeof name === 'string' && hidden.test(name);
  const free = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (isPair(value) && isHidden(value[0])) return [value[0], REDACTED];
    const isNamed = namesOf(value).some(isHidden);
    return mapped(value, (part, key) =>
      hidden.test(key) || (isNamed && key === 'value') ? REDACTED : free(part),
    );
  };
  return free;
}

function isPair(value: unknown): value is readonly [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

/** What the value beside them is called. */
function namesOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !('value' in value)) return [];
  return ['name' in value ? value.name : undefined, 'key' in value ? value.key : undefined];
}

/** Its shape stays, so that whoever puts it into words finds what it looks for; so do numbers, which a step of this name counts. */
function blank(value: unknown): unknown {
  return typeof value === 'string' ? REDACTED : mapped(value, blank);
}

type Mapping = (part: unknown, key: string) => unknown;

/** The same object where nothing in it becomes another one: most of a recording has nothing to hide. */
function mapped(value: unknown, map: Mapping): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Set) return value;
  if (Array.isArray(value)) return value.map((part: unknown) => map(part, ''));
  if (value instanceof Map)
    return new Map(
      [...value].map(([key, part]: readonly [string, unknown]) => [key, map(part, '')]),
    );
  return mappedObject(value as Readonly<Record<string, unknown>>, map);
}

function mappedObject(value: Readonly<Record<string, unknown>>, map: Mapping): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const [key, part] of Object.entries(value)) {
    const now = map(part, key);
    if (now === part) continue;
    copy ??= { ...value };
    copy[key] = now;
  }
  return copy ?? value;
}
