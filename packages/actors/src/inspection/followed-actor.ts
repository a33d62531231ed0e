import type { AnyActorRef, AnyStateMachine } from 'xstate';

/** An actor of a tree that somebody follows. */
export interface FollowedActor {
  readonly ref: AnyActorRef;
  /** Unique in the process; a worker that is started anew is another actor with another one. */
  readonly sessionId: string;
  /** Ids from below the root to it, joined by `/`: `billing/payments/worker`; the root itself is `''`. */
  readonly path: string;
  /** The actor whose child it is; none for the root of the tree. */
  readonly parent: FollowedActor | undefined;
  /** Its statechart: the chart of a supervisor or a service, the machine that a worker is. */
  readonly machine: AnyStateMachine | undefined;
}

export function followedActor(ref: AnyActorRef, parent: FollowedActor | undefined): FollowedActor {
  return {
    ref,
    sessionId: ref.sessionId,
    path: pathBelow(parent, ref.id),
    parent,
    machine: machineOf(ref),
  };
}

function pathBelow(parent: FollowedActor | undefined, id: string): string {
  if (parent === undefined) return '';
  return parent.path === '' ? id : `${parent.path}/${id}`;
}

/** Of a machine whose first snapshot could not be made only its logic tells; a supervisor's and a service's stand in theirs. */
function machineOf(ref: AnyActorRef): AnyStateMachine | undefined {
  const { logic } = ref as { readonly logic?: unknown };
  if (isMachine(logic)) return logic;
  const snapshot: unknown = ref.getSnapshot();
  const machine = isObject(snapshot) && 'machine' in snapshot ? snapshot.machine : undefined;
  return isMachine(machine) ? machine : undefined;
}

function isMachine(value: unknown): value is AnyStateMachine {
  return isObject(value) && 'root' in value && isObject(value.root) && 'states' in value.root;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
