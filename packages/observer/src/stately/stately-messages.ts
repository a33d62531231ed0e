import type { Tree } from '@kintsugi/actors';
import {
  type ActorNotice,
  followActors,
  type FollowedActor,
  type PlainSnapshot,
  plainSnapshot,
  type Redact,
} from '@kintsugi/actors/inspection';
import { dataRedaction, type PlainData, plainData } from '@kintsugi/core';
import { definitionOf } from './definition.ts';

interface StatelyBase {
  readonly sessionId: string;
  /** Session of the tree's root. */
  readonly rootId: string;
  /** Milliseconds of the tree's clock. */
  readonly createdAt: string;
  readonly id: null;
  /** Of `@statelyai/inspect`, whose messages these are. */
  readonly _version: '0.7.2';
}

/** A message of `@statelyai/inspect` 0.7 to a viewer: plain JSON. */
export type StatelyMessage = StatelyBase &
  (
    | {
        readonly type: '@xstate.actor';
        readonly name: string;
        readonly parentId: string | undefined;
        /** Its chart: a machine's configuration as JSON. */
        readonly definition: string;
        readonly snapshot: PlainSnapshot;
      }
    | {
        readonly type: '@xstate.event';
        readonly event: PlainData;
        readonly sourceId: string | undefined;
      }
    | {
        readonly type: '@xstate.snapshot';
        readonly event: PlainData;
        readonly snapshot: PlainSnapshot;
      }
  );

/**
 * Tells a tree in the messages of the Stately Inspector: first every actor that is there, then what happens. For each
 * viewer once, when it comes: it needs nothing that was told before. Contexts, events and errors are bounded plain
 * data, and a crash is told as a snapshot with the status `error`.
 *
 * @param send - takes one message; a throw is told by the event `observer.failed`
 * @param redact - keys whose values are left out, as `inspectWithStately` has them. @default []
 * @returns how to leave
 * @throws NotATreeError
 * @example
 * ```ts
 * const inspector = createBrowserInspector();
 * statelyMessages(tree, (message) => inspector.adapter.send(message as StatelyInspectionEvent));
 * ```
 */
export function statelyMessages(
  tree: Tree<unknown>,
  send: (message: StatelyMessage) => void,
  redact: readonly string[] = [],
): () => void {
  const rootId = (tree as { readonly sessionId?: unknown }).sessionId;
  const redaction = dataRedaction(redact);
  return followActors(tree, (notice) => {
    const message = messageOf(notice, String(rootId), redaction);
    if (message !== undefined) send(message);
  });
}

function messageOf(
  notice: ActorNotice,
  rootId: string,
  redact: Redact,
): StatelyMessage | undefined {
  const { actor, at } = notice;
  const { sessionId } = actor;
  const base = { sessionId, rootId, createdAt: String(at), id: null, _version: '0.7.2' } as const;
  switch (notice.type) {
    case 'actor.appeared':
      return {
        ...base,
        ...introduction(actor, redact),
        snapshot: standing(actor, notice.snapshot, redact),
      };
    case 'actor.received': {
      const event = redact(plainData(notice.event)) as PlainData;
      return { ...base, type: '@xstate.event', event, sourceId: notice.source?.sessionId };
    }
    case 'actor.moved': {
      const event = redact(plainData(notice.event)) as PlainData;
      const now = standing(actor, notice.snapshot, redact, notice.event.type);
      return { ...base, type: '@xstate.snapshot', event, snapshot: now };
    }
    case 'actor.ended':
      // Its last snapshot says so.
      return undefined;
  }
}

function introduction(actor: FollowedActor, redact: Redact) {
  const { ref, machine, sessionId } = actor;
  return {
    type: '@xstate.actor',
    // XState names an actor that was given no id after its session.
    name: ref.id === sessionId ? (machine?.id ?? ref.id) : ref.id,
    parentId: actor.parent?.sessionId,
    definition: definitionOf(actor, redact),
  } as const;
}

function standing(
  { machine }: FollowedActor,
  snapshot: unknown,
  redact: Redact,
  event = '',
): PlainSnapshot {
  const plain = plainSnapshot(snapshot, redact);
  // Reducers stay `active` when they are stopped.
  const isStopped = event === 'xstate.stop' && plain.status === 'active';
  const now = isStopped ? ({ ...plain, status: 'stopped' } as const) : plain;
  return machine === undefined ? { ...now, value: now.status } : now;
}
