import type { Child } from '../service/child.ts';
import { ServiceActor } from '../service/service-actor.ts';
import { definitionOf } from './definition.ts';
import { NestedSupervisor } from './nested-supervisor.ts';
import type { Host, Supervised } from './supervised.ts';

/** A description comes to life under its supervisor. */
export function makeChild(host: Host, child: Child): Supervised {
  return child.service === undefined
    ? new NestedSupervisor(host, child.id, definitionOf(child.runs))
    : new ServiceActor(host, child, child.service);
}
