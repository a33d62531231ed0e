import type { Intensity, SupervisorSpec } from '@kintsugi/core';
import type { Policy } from '../policy/policy.ts';
import type { Child } from '../service/child.ts';

/** A supervisor as it was described: checked, and the same for every actor made of it. */
export interface SupervisorDefinition {
  readonly children: readonly Child[];
  readonly childById: ReadonlyMap<string, Child>;
  readonly policy: Policy<string>;
  readonly intensity: Intensity | undefined;
  /** What the reducer must know, at a place in a tree. */
  readonly specAt: (path: string) => SupervisorSpec;
}

const definitions = new WeakMap<object, SupervisorDefinition>();

/** Remembers what a logic was made from. */
export function define(logic: object, definition: SupervisorDefinition): void {
  definitions.set(logic, definition);
}

/** What a logic made by `fromSupervisor` was made from. */
export function definitionOf(logic: object): SupervisorDefinition {
  const definition = definitions.get(logic);
  if (definition === undefined) throw new Error('this logic was not made by fromSupervisor');
  return definition;
}
