import { ServiceActor } from '../service/service-actor.ts';
import { definitionOf } from './definition.ts';
import { NestedSupervisor } from './nested-supervisor.ts';
import type { MakeChild } from './supervised.ts';
import { supervisorLogic } from './supervisor-logic.ts';

/** A service for a service; for a supervisor another one of this kind. */
export const makeChild: MakeChild = (host, child) => {
  if (child.service !== undefined) return new ServiceActor(host, child, child.service);
  const definition = definitionOf(child.runs);
  return new NestedSupervisor(host, child.id, definition, (link) =>
    supervisorLogic(definition, () => link, makeChild),
  );
};
