import { SupervisionError, supervisorChart } from '@kintsugi/core';
import type { AnyActorLogic, AnyActorScope, EventObject } from 'xstate';
import { LiveSnapshot } from '../chart/live-snapshot.ts';
import type { SupervisorDefinition } from './definition.ts';
import type { ParentLink } from './parent-link.ts';
import type { MakeChild } from './supervised.ts';
import { SupervisorActor } from './supervisor-actor.ts';

/** The supervisor behind a snapshot of its actor; undefined for the snapshot of anything else. */
export function supervisorOf(snapshot: unknown): SupervisorActor | undefined {
  const owner = LiveSnapshot.ownerOf(snapshot);
  return owner instanceof SupervisorActor ? owner : undefined;
}

function knownSupervisor(snapshot: unknown): SupervisorActor {
  const supervisor = supervisorOf(snapshot);
  if (supervisor === undefined) throw new Error('not the snapshot of a supervisor');
  return supervisor;
}

/**
 * Actor logic of a supervisor.
 *
 * @param link - says where an actor of it stands, from its scope and input
 * @param makeChild - brings its children to life
 */
export function supervisorLogic(
  definition: SupervisorDefinition,
  link: (scope: AnyActorScope, input: unknown) => ParentLink,
  makeChild: MakeChild,
): AnyActorLogic {
  const begin = (scope: AnyActorScope, input?: unknown) =>
    new SupervisorActor(definition, link(scope, input), scope, makeChild).snapshot;
  const logic: AnyActorLogic & { readonly config: unknown } = {
    // What @statelyai/inspect draws.
    config: supervisorChart,
    getInitialSnapshot: begin,
    start(snapshot: unknown) {
      const supervisor = knownSupervisor(snapshot);
      if (supervisor.snapshot.status !== 'active')
        throw new SupervisionError(
          'TREE_ENDED',
          'a tree that has ended cannot be started again: create a new actor',
        );
      supervisor.begin();
    },
    transition: (snapshot: unknown, event: EventObject) => knownSupervisor(snapshot).receive(event),
    getPersistedSnapshot: (snapshot) => {
      const { value, status } = snapshot as unknown as {
        readonly value: string;
        readonly status: 'active';
      };
      return { value, status, output: undefined, error: undefined } as never;
    },
    // Workers and their resources cannot be persisted: a restored tree starts afresh.
    restoreSnapshot: (_persisted, scope) => begin(scope) as never,
  };
  return logic;
}
