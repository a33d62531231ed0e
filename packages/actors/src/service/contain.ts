import {
  type AnyActorLogic,
  type AnyActorRef,
  type AnyActorScope,
  type EventObject,
  isMachineSnapshot,
  type Snapshot,
} from 'xstate';

/** What a worker was doing when its logic threw. */
export interface Crash {
  readonly event: EventObject;
  /** The last good snapshot in its persisted form, when it can be restored without losing anything. */
  readonly restorable: Snapshot<unknown> | undefined;
}

/** XState logic whose cleanup always runs, and what its crashed actors were doing. */
export interface Contained {
  readonly logic: AnyActorLogic;
  readonly crashOf: (worker: AnyActorRef) => Crash | undefined;
  /** Ends what a worker whose start failed has begun already. */
  readonly cleanUp: (worker: AnyActorRef) => void;
}

/** One worker's scope, watched for what a transition begins. */
interface Watch {
  readonly scope: AnyActorScope;
  turn: Turn;
}

/** One transition: the children that it has started, and whether it threw. */
interface Turn {
  readonly begun: AnyActorRef[];
  hasCrashed: boolean;
}

/**
 * Wraps logic so that a throw in it ends the worker cleanly. XState 5 leaves the invoked and spawned
 * children of a machine that throws running, never disposes a callback whose receiver throws, and
 * shows no snapshot of the crash to inspectors; here the crash is a snapshot with status `error`,
 * made after the logic has been told to stop.
 */
export function contain(logic: AnyActorLogic): Contained {
  const crashes = new WeakMap<AnyActorRef, Crash>();
  const watches = new WeakMap<AnyActorRef, Watch>();
  const watchOf = (scope: AnyActorScope) => {
    const known = watches.get(scope.self) ?? watch(scope);
    watches.set(scope.self, known);
    return known;
  };
  const contained: AnyActorLogic = {
    ...logic,
    // By name, because they may stand on a class, which a spread does not copy.
    getPersistedSnapshot: (snapshot, options) => logic.getPersistedSnapshot(snapshot, options),
    ...(logic.restoreSnapshot && {
      restoreSnapshot: (persisted, scope) =>
        logic.restoreSnapshot?.(persisted, watchOf(scope).scope),
    }),
    ...(logic.start && {
      start: (snapshot, scope) => logic.start?.(snapshot, watchOf(scope).scope),
    }),
    getInitialSnapshot: (scope, input) => logic.getInitialSnapshot(watchOf(scope).scope, input),
    transition(snapshot: Snapshot<unknown>, event: EventObject, scope: AnyActorScope) {
      const watched = watchOf(scope);
      const turn: Turn = { begun: [], hasCrashed: false };
      watched.turn = turn;
      try {
        return logic.transition(snapshot, event, watched.scope);
      } catch (error) {
        const restorable = isExternal(event) ? restorableForm(logic, snapshot, scope) : undefined;
        crashes.set(scope.self, { event, restorable });
        turn.hasCrashed = true;
        for (const child of turn.begun) scope.stopChild(child);
        endLogic(logic, snapshot, scope);
        return { ...snapshot, status: 'error', error };
      }
    },
  };
  return {
    logic: contained,
    crashOf: (worker) => crashes.get(worker),
    cleanUp: (worker) => {
      const watched = watches.get(worker);
      if (watched) endLogic(logic, worker.getSnapshot(), atOnce(watched.scope));
    },
  };
}

/** XState puts off what an actor that does not run does: for one whose start failed, for ever. */
function atOnce(scope: AnyActorScope): AnyActorScope {
  return {
    ...scope,
    defer: (effect) => effect(),
    actionExecutor: ({ exec, info, params }) => exec?.(info, params),
  };
}

/** XState's own events are answers and timers: to deliver one again would wait for what is over. */
function isExternal({ type }: EventObject): boolean {
  return !type.startsWith('xstate.');
}

/** What happens to all that a worker had: it is told to stop, and its delayed events are taken back. */
function endLogic(logic: AnyActorLogic, snapshot: Snapshot<unknown>, scope: AnyActorScope): void {
  try {
    logic.transition(snapshot, { type: 'xstate.stop' }, scope);
  } catch {
    // Logic that throws on its way out as well has nothing left that could be done for it.
  }
  const { scheduler } = scope.system as {
    readonly scheduler?: { cancelAll(actor: AnyActorRef): void };
  };
  scheduler?.cancelAll(scope.self);
}

/**
 * A snapshot with children or delayed events cannot be restored faithfully: a restored machine waits
 * for timers that XState does not set again, and for children that have been stopped half-way.
 */
function restorableForm(
  logic: AnyActorLogic,
  snapshot: Snapshot<unknown>,
  scope: AnyActorScope,
): Snapshot<unknown> | undefined {
  const children = 'children' in snapshot ? Object.keys(snapshot.children ?? {}) : [];
  if (children.length > 0 || hasDelayedEvents(scope) || !isAllInSnapshot(logic, snapshot))
    return undefined;
  try {
    return logic.getPersistedSnapshot(snapshot);
  } catch {
    return undefined;
  }
}

/** What `start` sets up, but for a machine's children, is not in the snapshot: a callback's closure. */
function isAllInSnapshot(logic: AnyActorLogic, snapshot: Snapshot<unknown>): boolean {
  const hasStart = logic.start !== undefined && !isMachineSnapshot(snapshot);
  return logic.restoreSnapshot !== undefined && !hasStart;
}

function hasDelayedEvents({ self, system }: AnyActorScope): boolean {
  const scheduled: Readonly<Record<string, { readonly source: unknown }>> =
    system.getSnapshot()._scheduledEvents;
  return Object.values(scheduled).some(({ source }) => source === self);
}

/** Sees which children a transition starts, so that one that throws half-way leaves none behind. */
function watch(scope: AnyActorScope): Watch {
  const watched: Watch = {
    turn: { begun: [], hasCrashed: false },
    scope: {
      ...scope,
      // Children that were spawned within `assign` are started so, when the transition is over.
      defer(effect) {
        const { turn } = watched;
        scope.defer(() => {
          if (!turn.hasCrashed) effect();
        });
      },
      actionExecutor(action) {
        const child = startedBy(action);
        if (child !== undefined) watched.turn.begun.push(child);
        scope.actionExecutor(action);
      },
    },
  };
  return watched;
}

function startedBy({
  type,
  params,
}: {
  readonly type: string;
  readonly params?: unknown;
}): AnyActorRef | undefined {
  const isSpawn = type === 'xstate.spawnChild' && typeof params === 'object' && params !== null;
  return isSpawn && 'actorRef' in params ? (params.actorRef as AnyActorRef | undefined) : undefined;
}
