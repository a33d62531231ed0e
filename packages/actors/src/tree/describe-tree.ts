import {
  ANY_INSTANCE,
  invalidOption,
  pathOf,
  type SupervisorDescription,
  type SupervisorSpec,
} from '@kintsugi/core';
import type { AnySupervisorLogic, Child } from '../service/child.ts';
import {
  definitionOf,
  isDefined,
  specAt,
  type SupervisorDefinition,
} from '../supervisor/definition.ts';

/**
 * Every supervisor of a tree as it was described, parents first. What is below a dynamic supervisor
 * stands under `*`, whatever its instances will be called.
 *
 * @throws InvalidOptionError when the logic was not made by `fromSupervisor` or `fromDynamicSupervisor`
 * @example
 * ```ts
 * const shop = fromSupervisor({ children: [child('billing', billing), child('rooms', rooms)] });
 * describeTree(shop).map(({ spec }) => spec.path); // ['', 'billing', 'rooms']
 * ```
 */
export function describeTree(logic: AnySupervisorLogic): readonly SupervisorDescription[] {
  if (!isDefined(logic))
    throw invalidOption('describeTree', 'made by fromSupervisor itself, not a copy of it', logic);
  return below(definitionOf(logic), '');
}

function below(definition: SupervisorDefinition, path: string): readonly SupervisorDescription[] {
  const { children, template } = definition;
  const plain = children.map(({ id, spec }) => ({ id, spec }));
  const spec: SupervisorSpec = { ...specAt(definition, path), children: plain };
  const named = template === undefined ? children : [{ ...template, id: ANY_INSTANCE }];
  return [{ spec, template: template?.spec }, ...named.flatMap((child) => ofChild(child, path))];
}

function ofChild({ id, runs, service }: Child, path: string): readonly SupervisorDescription[] {
  if (service !== undefined) return [];
  return below(definitionOf(runs), pathOf({ path }, id));
}
