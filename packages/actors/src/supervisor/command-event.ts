import { errorRecord, invalidOption, requireMs } from '@kintsugi/core';
import type { EventObject } from 'xstate';
import { redefinition } from './redefinition.ts';
import { newChildOf } from './new-child.ts';
import type { Answer } from './operators.ts';
import type { SupervisorActor } from './supervisor-actor.ts';

type Obey = (supervisor: SupervisorActor, event: Fields) => Promise<Answer | boolean>;
type Fields = Readonly<Record<string, unknown>>;

const OBEY: Readonly<Record<string, Obey>> = {
  'supervisor.startChild'(supervisor, { child, ...others }) {
    refuseOthers(others);
    const made = newChildOf(supervisor, child);
    return supervisor.order((operators) => operators.startChild(made));
  },
  'supervisor.terminateChild'(supervisor, { id, brutal = false, ...others }) {
    refuseOthers(others);
    if (typeof brutal !== 'boolean') throw invalidOption('brutal', 'true or false', brutal);
    return give(supervisor, 'terminateChild', id, { brutal });
  },
  'supervisor.restartChild'(supervisor, { id, ...others }) {
    refuseOthers(others);
    return give(supervisor, 'restartChild', id);
  },
  'supervisor.deleteChild'(supervisor, { id, ...others }) {
    refuseOthers(others);
    return give(supervisor, 'deleteChild', id);
  },
  'supervisor.reconfigure'(supervisor, { settings, ...others }) {
    refuseOthers(others);
    return supervisor.reconfigure(redefinition(supervisor, settings));
  },
  'supervisor.stop'(supervisor, { reason = 'shutdown', withinMs = Infinity, ...others }) {
    refuseOthers(others);
    if (typeof reason !== 'string') throw invalidOption('reason', 'a string', reason);
    const limit = requireMs('withinMs', withinMs, { infinity: true });
    supervisor.dispatch({ type: 'supervisor.stop', reason, withinMs: limit });
    return Promise.resolve(true);
  },
};

function refuseOthers(others: Fields): void {
  const unknown = Object.keys(others).find((key) => key !== 'type');
  if (unknown !== undefined)
    throw invalidOption(unknown, 'absent from this order', others[unknown]);
}

function give(
  supervisor: SupervisorActor,
  command: 'terminateChild' | 'restartChild' | 'deleteChild',
  id: unknown,
  options?: { readonly brutal: boolean },
): Promise<Answer> {
  const known = idOf(id);
  return supervisor.order((operators) => operators.order(command, known, options));
}

function idOf(id: unknown): string {
  if (typeof id === 'string') return id;
  throw invalidOption('id', 'the id of a child', id);
}

/** An order that came as an event. Answers false when it is none. */
export function obeyEvent(supervisor: SupervisorActor, event: EventObject): boolean {
  const obey = OBEY[event.type];
  if (obey === undefined) return false;
  const fields: Fields = { ...event };
  const { id } = fields;
  const path = typeof id === 'string' ? supervisor.pathOf(id) : supervisor.spec.path;
  const refuse = (reason: string, error?: unknown) => {
    const { tree } = supervisor;
    const detail = error === undefined ? undefined : { error: errorRecord(error) };
    const command = event.type.slice('supervisor.'.length);
    const at = tree.clock.now();
    tree.publish({ type: 'command.refused', at, path, command, reason, ...detail });
  };
  try {
    void obey(supervisor, fields).then((answer) => {
      if (answer === false) refuse('stopped');
      else if (answer !== true && !answer.result.ok) refuse(answer.result.reason, answer.error);
      return undefined;
    });
  } catch (error) {
    refuse('invalid', error);
  }
  return true;
}
