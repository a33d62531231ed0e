import { invalidOption } from '@kintsugi/core';
import { AT_REST } from './at-rest.ts';
import { ANSWERS, DIRECTIVES, MAILBOXES } from './directives.ts';
import { owedBy } from './owed.ts';
import { TURN_PROPERTIES } from './properties.ts';
import type { TurnProperty } from './property.ts';

/** @throws InvalidOptionError for what is no property, and for a name that is empty, taken, or given twice */
export function checkedProperties(properties: unknown): readonly TurnProperty[] {
  if (!Array.isArray(properties))
    throw invalidOption('verify.properties', 'a list of properties', properties);
  const names = new Set<string>();
  properties.forEach((property: unknown, index) => {
    const option = `verify.properties[${index}]`;
    if (!isProperty(property))
      throw invalidOption(
        option,
        '{ name, demands, begin, see }, as turnProperty makes it',
        property,
      );
    checkName(`${option}.name`, property.name, names);
    names.add(property.name);
  });
  return properties;
}

function isProperty(value: unknown): value is TurnProperty {
  if (typeof value !== 'object' || value === null) return false;
  const { name, demands, begin, see, tick }: { readonly [Key in keyof TurnProperty]?: unknown } =
    value;
  const areTexts = typeof name === 'string' && typeof demands === 'string';
  const areFunctions = typeof begin === 'function' && typeof see === 'function';
  return areTexts && areFunctions && (tick === undefined || typeof tick === 'function');
}

/** A report names a property by its name alone. */
function checkName(option: string, name: string, others: ReadonlySet<string>): void {
  if (name.trim() === '') throw invalidOption(option, 'a name', name);
  if (isTaken(name)) throw invalidOption(option, 'none that a property of ours has', name);
  if (others.has(name)) throw invalidOption(option, 'unique among the properties', name);
}

/** A child's own name stands in what it is owed. */
const ANY_CHILD = '*';

const OURS: ReadonlySet<string> = new Set(
  [
    ...TURN_PROPERTIES,
    ANSWERS,
    DIRECTIVES,
    MAILBOXES,
    AT_REST,
    ...owedBy([ANY_CHILD], true),
    ...owedBy([ANY_CHILD], false),
  ].map(({ name }) => name),
);

function isTaken(name: string): boolean {
  return OURS.has(
    name.replace(
      /^every fault of .+ comes to an end/,
      `every fault of ${ANY_CHILD} comes to an end`,
    ),
  );
}
