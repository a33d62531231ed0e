import { pathOf } from '@kintsugi/core';
import type { AnySupervisorLogic, Child } from '../service/child.ts';
import type { Service } from '../service/service.ts';
import { define, definitionOf, type SupervisorDefinition } from '../supervisor/definition.ts';
import { makeChild } from '../supervisor/make-child.ts';
import { rootLink } from '../supervisor/root-link.ts';
import { supervisorLogic } from '../supervisor/supervisor-logic.ts';

/** What another service is to be made for. */
export interface ServicePlace {
  /** Its path in the tree; an instance of a dynamic supervisor has `*` for its id. */
  readonly path: string;
  readonly service: Service;
}

/**
 * The same tree with other services: its supervisors, policies and child specs as they were described,
 * and at each place the service that `substitute` makes for it. The tree that was given is as before.
 *
 * @example
 * ```ts
 * const quiet = withServices(shop, () => faultyService().service); // nothing of it opens a socket
 * ```
 */
export function withServices<Logic extends AnySupervisorLogic>(
  logic: Logic,
  substitute: (place: ServicePlace) => Service,
): Logic {
  return rebuilt(logic, '', substitute) as Logic;
}

type Substitute = (place: ServicePlace) => Service;

function rebuilt(
  logic: AnySupervisorLogic,
  path: string,
  substitute: Substitute,
): AnySupervisorLogic {
  const before = definitionOf(logic);
  const again = (child: Child, id = child.id) => replaced(child, pathOf({ path }, id), substitute);
  const definition: SupervisorDefinition = {
    ...before,
    children: before.children.map((child) => again(child)),
    template: before.template && again(before.template, '*'),
  };
  const copy = { ...supervisorLogic(definition, rootLink, makeChild), kind: 'supervisor' as const };
  define(copy, definition);
  return copy;
}

function replaced(child: Child, path: string, substitute: Substitute): Child {
  if (child.service === undefined)
    return { ...child, runs: rebuilt(child.runs as AnySupervisorLogic, path, substitute) };
  const service = substitute({ path, service: child.service });
  const hasDegradeHook = service.hooks?.degrade !== undefined;
  return { ...child, runs: service, service, spec: { ...child.spec, hasDegradeHook } };
}
