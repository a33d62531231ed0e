import { invalidOption, refuseUnknownKeys, requireMs } from '@kintsugi/core';
import type { Child } from '../service/child.ts';
import type { InstanceOptions } from '../tree/refs.ts';
import { checkNewDependent } from './check-dependencies.ts';
import { refuseSignificant, requireChild } from './checked-supervisor.ts';
import { instanceOf } from './instance.ts';
import type { SupervisorActor } from './supervisor-actor.ts';

/**
 * A child that a running supervisor can take: one made by `child`, or an instance of its template.
 *
 * @throws InvalidOptionError naming the option, the rule and the value
 */
export function newChildOf(supervisor: SupervisorActor, child: unknown): Child {
  const { template } = supervisor.definition;
  if (template !== undefined) return newInstanceOf(supervisor, template, child);
  const made = requireChild('startChild.child', child);
  checkAsSibling(supervisor, made);
  return made;
}

function checkAsSibling({ definition, state }: SupervisorActor, child: Child): void {
  if (definition.autoShutdown === 'never') refuseSignificant('startChild.child', child);
  checkNewDependent('startChild.child.dependsOn', child, state.children, definition);
}

const INSTANCE = ['id', 'input', 'shutdown'];

function newInstanceOf(supervisor: SupervisorActor, template: Child, options: unknown): Child {
  if (typeof options !== 'object' || options === null || 'runs' in options)
    throw invalidOption('startChild.child', '{ id?, input?, shutdown? }: an instance', options);
  refuseUnknownKeys('startChild.child', options, INSTANCE);
  const { id, input, shutdown }: InstanceOptions = options;
  const known = idOf(supervisor, id);
  if (input === undefined && shutdown === undefined) return instanceOf(template, known, undefined);
  if (shutdown === undefined) return instanceOf(template, known, { input });
  checkShutdown(template, shutdown);
  return instanceOf(template, known, { input, shutdown });
}

function idOf(
  supervisor: SupervisorActor,
  id: string = supervisor.roster.nextInstanceId(),
): string {
  if (typeof id === 'string' && id !== '' && !id.includes('/')) return id;
  throw invalidOption('startChild.child.id', 'a name without "/"', id);
}

function checkShutdown({ spec }: Child, shutdown: 'brutal_kill' | number): void {
  if (shutdown !== 'brutal_kill' || spec.kind === 'supervisor')
    requireMs('startChild.child.shutdown', shutdown, { infinity: true });
}
