import { showValue } from '../fault/show-value.ts';

/** What a field of a line must be. */
export interface Rule {
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

/** What must stand where. */
export type Fields = Readonly<Record<string, Rule>>;

export const TEXT: Rule = { text: 'a text', holds: (value) => typeof value === 'string' };
export const NUMBER: Rule = { text: 'a number', holds: (value) => typeof value === 'number' };
export const FLAG: Rule = { text: 'true or false', holds: (value) => typeof value === 'boolean' };
export const LIST: Rule = { text: 'a list', holds: (value) => Array.isArray(value) };
export const OBJECT: Rule = {
  text: 'an object',
  holds: (value) => typeof value === 'object' && value !== null,
};

export function oneOf(members: readonly unknown[]): Rule {
  return { text: `one of ${members.join(', ')}`, holds: (value) => members.includes(value) };
}

/** The same, or nothing. */
export function maybe({ text, holds }: Rule): Rule {
  return { text, holds: (value) => value === undefined || holds(value) };
}

/** @throws Error saying which field must be what, with `prefix` before its name */
export function requireFields(prefix: string, data: object, fields: Fields): void {
  const values = new Map<string, unknown>(Object.entries(data));
  for (const [key, rule] of Object.entries(fields)) {
    const value = values.get(key);
    if (!rule.holds(value))
      throw new Error(`${prefix}${key} must be ${rule.text}, got ${showValue(value)}`);
  }
}
