import type { AutoShutdown, Intensity, Strategy, SupervisorSpec } from '@kintsugi/core';
import type { Policy } from '../policy/policy.ts';
import type { Child } from '../service/child.ts';

/** A supervisor as it was described: checked, and the same for every actor made of it. */
export interface SupervisorDefinition {
  readonly strategy: Strategy;
  readonly autoShutdown: AutoShutdown;
  readonly intensity: Intensity | undefined;
  readonly policy: Policy<string>;
  readonly children: readonly Child[];
  /** What instances are made from; only under `simple_one_for_one`. */
  readonly template: Child | undefined;
  readonly maxChildren: number;
}

/** What the reducer must know of it, at a place in a tree. */
export function specAt(definition: SupervisorDefinition, path: string): SupervisorSpec {
  const { strategy, autoShutdown, intensity, policy, children, maxChildren } = definition;
  return {
    path,
    strategy,
    policy: policy.escalation,
    chart: policy.chart.chart,
    intensity: intensity ?? policy.escalation.intensity,
    autoShutdown,
    maxChildren,
    children,
  };
}

const indexes = new WeakMap<SupervisorDefinition, ReadonlyMap<string, Child>>();

/** The child of this id in a description. The index is made when it is first asked for: seldom. */
export function childIn(definition: SupervisorDefinition, id: string): Child | undefined {
  const known = indexes.get(definition);
  const index = known ?? new Map(definition.children.map((child) => [child.id, child]));
  indexes.set(definition, index);
  return index.get(id);
}

const definitions = new WeakMap<object, SupervisorDefinition>();

/** Remembers what a logic was made from. */
export function define(logic: object, definition: SupervisorDefinition): void {
  definitions.set(logic, definition);
}

/** Whether this very logic was made by `fromSupervisor`: of a copy nothing is known. */
export function isDefined(logic: object): boolean {
  return definitions.has(logic);
}

/** What a logic made by `fromSupervisor` was made from. */
export function definitionOf(logic: object): SupervisorDefinition {
  const definition = definitions.get(logic);
  if (definition === undefined) throw new Error('this logic was not made by fromSupervisor');
  return definition;
}
