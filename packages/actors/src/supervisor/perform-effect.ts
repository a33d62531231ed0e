import {
  type CommandResult,
  type Effect,
  errorRecord,
  type EventOf,
  type SupervisionEvent,
} from '@kintsugi/core';
import type { SupervisorActor } from './supervisor-actor.ts';

type Performers = {
  readonly [Type in Effect['type']]: (
    supervisor: SupervisorActor,
    effect: Extract<Effect, { readonly type: Type }>,
  ) => void;
};

const PERFORMERS: Performers = {
  tell({ members, health, tree, pathOf }, { id, event, context }) {
    const member = members.get(id);
    if (member === undefined) return;
    const { health: before, state } = member;
    member.move(event, context);
    health.move(before, member.health);
    if (tree.isFollowed) tree.changed(pathOf(id), state);
  },
  tellSelf(supervisor) {
    const { value } = supervisor.snapshot;
    supervisor.moveSelf();
    supervisor.tree.changed(supervisor.parent.path, value);
  },
  startChild: ({ members }, { id, epoch, incarnation }) =>
    members.get(id)?.startLife(epoch, incarnation),
  stopChild: ({ members }, { id, epoch, mode, withinMs }) =>
    members.get(id)?.stopLife(epoch, mode, withinMs),
  hurryStop: ({ members }, { id, withinMs }) => members.get(id)?.hurryStop(withinMs),
  abandonChild: ({ members }, { id }) => members.get(id)?.abandon(),
  retryChild: ({ members }, { id, epoch }) => members.get(id)?.retry(epoch),
  runStep: ({ members }, { id, epoch, step, fault }) =>
    members.get(id)?.runStep(epoch, step, fault),
  settleParked: ({ members }, { id, fate }) => members.get(id)?.settleParked(fate),
  addChild: ({ roster }, { id, ticket }) => roster.addWhileRunning(id, ticket),
  tellDependency: ({ members }, { id, dependency, isUp }) =>
    members.get(id)?.tellDependency(dependency, isUp),
  removeChild: ({ roster }, { id }) => roster.remove(id),
  schedule: ({ agenda }, { id, kind, at }) => agenda.set(id, kind, at),
  cancel: ({ agenda }, { id, kind }) => agenda.cancel(id, kind),
  report(supervisor, { event }) {
    if (event.type === 'supervisor.gaveUp') supervisor.end.keepError();
    supervisor.tree.publishDecided(readable(supervisor, event));
  },
  answer({ members, operators }, { ticket, result }) {
    const id = operators.subjectOf(ticket);
    const member = id === undefined ? undefined : members.get(id);
    operators.answer(ticket, {
      result,
      ref: member?.ref,
      info: member?.startInfo,
      error: isFailedStart(result) ? member?.errorOf(result.fault) : undefined,
    });
  },
  started(supervisor) {
    supervisor.upSince = supervisor.tree.clock.now();
    supervisor.end.forgetError();
    supervisor.parent.onStarted();
  },
  ended(supervisor, { ending }) {
    const { parent, spec, end } = supervisor;
    const error = ending.kind === 'gave up' && !ending.stopAsked ? end.gaveUp : undefined;
    const failure = error && { error, exit: spec.policy.giveUpExit };
    if (parent.isRoot) supervisor.finish(failure);
    else supervisor.end.answer();
    parent.onEnded(failure);
  },
};

/** Carries out what the reducer has decided. */
export function performEffect<Type extends Effect['type']>(
  supervisor: SupervisorActor,
  effect: Extract<Effect, { readonly type: Type }>,
): void {
  const perform: (supervisor: SupervisorActor, effect: never) => void = PERFORMERS[effect.type];
  perform(supervisor, effect as never);
}

/** An older error has nothing to do with another refusal. */
function isFailedStart(result: CommandResult): result is CommandResult & { readonly ok: false } {
  return !result.ok && (result.reason === 'start_failed' || result.reason === 'failed');
}

/** With what only the tree knows of it. */
function readable(supervisor: SupervisorActor, event: SupervisionEvent): SupervisionEvent {
  const { type } = event;
  if (type === 'child.faulted' || type === 'recovery.failed') return withError(supervisor, event);
  return type === 'supervisor.stopped' || type === 'supervisor.failed'
    ? withLeftovers(supervisor, event)
    : event;
}

/** With the whole error, where somebody reads it. */
function withError(
  supervisor: SupervisorActor,
  event: EventOf<'child.faulted' | 'recovery.failed'>,
): SupervisionEvent {
  if (!supervisor.tree.readsStacks) return event;
  const error = memberAt(supervisor, event.path)?.errorOf(event.fault.id);
  return error === undefined
    ? event
    : { ...event, fault: { ...event.fault, error: errorRecord(error) } };
}

function withLeftovers(
  { parent, tree }: SupervisorActor,
  event: EventOf<'supervisor.stopped' | 'supervisor.failed'>,
): SupervisionEvent {
  const leftBehind = parent.isRoot ? tree.leftBehind.paths : undefined;
  return leftBehind === undefined ? event : { ...event, leftBehind };
}

function memberAt({ members }: SupervisorActor, path: string) {
  return members.get(path.slice(path.lastIndexOf('/') + 1));
}
