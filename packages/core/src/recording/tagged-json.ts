/** The key that marks what JSON has no form for; an object of somebody's own that has it is written as entries. */
const TAG = '$';

type Tagged =
  | { readonly $: 'Infinity' | '-Infinity' | 'NaN' }
  | { readonly $: 'Map' | 'Object'; readonly of: readonly (readonly [string, unknown])[] }
  | { readonly $: 'Set'; readonly of: readonly unknown[] };

/**
 * Plain data as one line of JSON, also where it holds maps, sets and numbers without end.
 *
 * @example
 * ```ts
 * toJson({ shutdown: Infinity }); // '{"shutdown":{"$":"Infinity"}}'
 * ```
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => tagged(part) ?? part);
}

function tagged(part: unknown): unknown {
  if (typeof part === 'number' && !Number.isFinite(part)) return { [TAG]: String(part) };
  if (part instanceof Map) return { [TAG]: 'Map', of: [...part] };
  if (part instanceof Set) return { [TAG]: 'Set', of: [...part] };
  if (isObject(part) && TAG in part) return { [TAG]: 'Object', of: Object.entries(part) };
  return undefined;
}

/**
 * What {@link toJson} has written.
 *
 * @throws SyntaxError when it is not JSON
 * @example
 * ```ts
 * fromJson('{"shutdown":{"$":"Infinity"}}'); // { shutdown: Infinity }
 * ```
 */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_key, part: unknown) => (isTagged(part) ? untagged(part) : part));
}

function isTagged(part: unknown): part is Tagged {
  return isObject(part) && TAG in part;
}

function untagged(part: Tagged): unknown {
  if (part.$ === 'Map') return new Map(part.of);
  if (part.$ === 'Set') return new Set(part.of);
  return part.$ === 'Object' ? Object.fromEntries(part.of) : Number(part.$);
}

function isObject(part: unknown): part is Readonly<Record<string, unknown>> {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}
