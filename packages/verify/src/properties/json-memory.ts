import { invalidOption } from '@kintsugi/core';

/**
 * What a property remembers is told apart by its JSON: two memories that differ, and have the same, would be taken for one.
 *
 * @throws InvalidOptionError naming the property, and where in its memory there is something else
 */
export function requireJson(property: string, memory: unknown): void {
  requireJsonAt(`verify.properties[${JSON.stringify(property)}].memory`, memory, []);
}

const RULE = 'JSON: null, a boolean, a finite number, a text, or a list or plain object of these';

function requireJsonAt(path: string, value: unknown, above: readonly object[]): void {
  if (isSimple(value)) return;
  if (!isContainer(value) || above.includes(value)) throw invalidOption(path, RULE, value);
  const within = [...above, value];
  for (const [key, each] of Object.entries(value))
    requireJsonAt(`${path}${Array.isArray(value) ? `[${key}]` : dotted(key)}`, each, within);
}

function isSimple(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function dotted(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
