import { keyPattern, REDACTED, textRedaction } from './redact-text.ts';

/**
 * A copy of plain data without what must not leave the house: below every `error`, and in texts for
 * people. Everything else is the supervisor's own, and nothing could be replayed without it.
 *
 * @param keys - what stands under one of these, or under a name that ends in one, is left out; so is what
 * follows it in a text, see {@link textRedaction}. As good as the texts are regular: no substitute for
 * errors without secrets
 * @example
 * ```ts
 * redact({ id: 'db', error: { name: 'Error', message: 'refused: password=hunter2, 3 tries' } }, ['password']);
 * // { id: 'db', error: { name: 'Error', message: 'refused: password=[redacted], 3 tries' } }
 * ```
 */
export function redact<Data>(data: Data, keys: readonly string[]): Data {
  if (keys.length === 0) return data;
  const hidden = new RegExp(`${keyPattern(keys)}$`, 'i');
  const inText = textRedaction(keys);
  const free = (value: unknown): unknown =>
    typeof value === 'string'
      ? inText(value)
      : mapped(value, (part, key) => (hidden.test(key) ? blank(part) : free(part)));
  const held = (value: unknown): unknown =>
    mapped(value, (part, key) => {
      if (key === 'error') return hidden.test(key) ? blank(part) : free(part);
      if (key === 'message') return hidden.test(key) ? blank(part) : free(part);
      return key === 'reason' ? free(part) : held(part);
    });
  return held(data) as Data;
}

/** Its shape stays, so that whoever puts it into words finds what it looks for; so do numbers, which a step of this name counts. */
function blank(value: unknown): unknown {
  return typeof value === 'string' ? REDACTED : mapped(value, blank);
}

function mapped(value: unknown, map: (part: unknown, key: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => map(part, ''));
  if (value instanceof Map)
    return new Map(
      [...value].map(([key, part]: readonly [string, unknown]) => [key, map(part, '')]),
    );
  if (value instanceof Set || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, map(part, key)]));
}
