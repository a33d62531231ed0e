import { invalidOption, refuseUnknownKeys, requireMs } from '@kintsugi/core';
import type { Child } from '../service/child.ts';
import type { InstanceOptions } from '../tree/refs.ts';
import { checkNewDependent } from './check-dependencies.ts';
import { refuseSignificant, requireChild } from './checked-supervisor.ts';
import type { SupervisorActor } from './supervisor-actor.ts';

/**
 * A child that a running supervisor can take: one made by `child`, or an instance of its template.
 *
 * @throws InvalidOptionError naming the option, the rule and the value
 */
export function newChildOf(supervisor: SupervisorActor, child: unknown): Child {
  const { template } = supervisor.definition;
  if (template !== undefined) return instanceOf(supervisor, template, child);
  const made = requireChild('startChild.child', child);
  checkAsSibling(supervisor, made);
  return made;
}

function checkAsSibling({ definition, state }: SupervisorActor, child: Child): void {
  if (definition.autoShutdown === 'never') refuseSignificant('startChild.child', child);
  checkNewDependent('startChild.child.dependsOn', child, state.children, definition);
}

const INSTANCE = ['id', 'input', 'shutdown'];

function instanceOf(supervisor: SupervisorActor, template: Child, options: unknown): Child {
  if (typeof options !== 'object' || options === null || 'runs' in options)
    throw invalidOption('startChild.child', '{ id?, input?, shutdown? }: an instance', options);
  refuseUnknownKeys('startChild.child', options, INSTANCE);
  const { id, input = template.input, shutdown }: InstanceOptions = options;
  const instance = { ...template, id: idOf(supervisor, id), input };
  return shutdown === undefined ? instance : withShutdown(instance, shutdown);
}

function idOf(
  supervisor: SupervisorActor,
  id: string = supervisor.roster.nextInstanceId(),
): string {
  if (typeof id === 'string' && id !== '' && !id.includes('/')) return id;
  throw invalidOption('startChild.child.id', 'a name without "/"', id);
}

function withShutdown(instance: Child, shutdown: 'brutal_kill' | number): Child {
  if (shutdown !== 'brutal_kill' || instance.spec.kind === 'supervisor')
    requireMs('startChild.child.shutdown', shutdown, { infinity: true });
  return { ...instance, spec: { ...instance.spec, shutdown } };
}
