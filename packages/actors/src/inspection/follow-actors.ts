import type { AnyActorRef, EventObject, InspectionEvent } from 'xstate';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { supervisorOf } from '../supervisor/supervisor-logic.ts';
import { rootOf } from '../tree/find.ts';
import type { Tree } from '../tree/paths.ts';
import type { ActorNotice } from './actor-notice.ts';
import { type FollowedActor, followedActor } from './followed-actor.ts';

/**
 * Follows every actor of a tree: supervisors, services, their workers, and what those have invoked or spawned. First
 * tells all that are there, read from the tree itself, so that it may begin at any time and nothing is kept
 * before; then what happens to them. While nobody follows, it costs nothing.
 *
 * A listener that throws while it is told what happens is reported by the event `observer.failed`, and disturbs no
 * actor.
 *
 * @returns how to leave: nothing is told afterwards
 * @throws NotATreeError
 * @example
 * ```ts
 * const leave = followActors(tree, (notice) => {
 *   if (notice.type === 'actor.moved') console.log(notice.actor.path, notice.event.type);
 * });
 * ```
 */
export function followActors(
  tree: Tree<unknown>,
  listener: (notice: ActorNotice) => void,
): () => void {
  const root = rootOf(tree);
  const following = new Following(root, listener);
  following.seed(root.ref, undefined);
  const inspection = root.ref.system.inspect((event) => following.inspect(event));
  return () => {
    inspection.unsubscribe();
    following.leave();
  };
}

class Following {
  readonly #root: SupervisorActor;
  readonly #listener: (notice: ActorNotice) => void;
  readonly #actors = new Map<string, FollowedActor>();
  /** Made while we follow, and not told yet: XState tells of an actor before it has a snapshot. */
  readonly #made = new WeakSet<AnyActorRef>();
  #hasLeft = false;

  constructor(root: SupervisorActor, listener: (notice: ActorNotice) => void) {
    this.#root = root;
    this.#listener = listener;
  }

  /** Tells an actor, and all that it has now. */
  seed(ref: AnyActorRef, parent: FollowedActor | undefined): void {
    const snapshot: unknown = ref.getSnapshot();
    const actor = this.#add(ref, parent);
    if (statusOf(snapshot) !== 'active') {
      this.#end(actor, snapshot);
      return;
    }
    for (const child of childrenOf(snapshot))
      if (statusOf(child.getSnapshot()) === 'active') this.seed(child, actor);
  }

  leave(): void {
    this.#hasLeft = true;
    this.#actors.clear();
  }

  readonly inspect = (inspected: InspectionEvent): void => {
    if (this.#hasLeft) return;
    if (inspected.type === '@xstate.actor') this.#made.add(inspected.actorRef as AnyActorRef);
    else if (inspected.type === '@xstate.event') this.#received(inspected);
    else if (inspected.type === '@xstate.snapshot') this.#moved(inspected);
  };

  #received(inspected: InspectionEvent & { readonly type: '@xstate.event' }): void {
    const { event, sourceRef } = inspected;
    const source = sourceRef && this.#actors.get(sourceRef.sessionId);
    const actor = this.#known(inspected.actorRef as AnyActorRef);
    if (actor !== undefined) this.#tell({ type: 'actor.received', actor, event, source });
    if (source !== undefined) this.#seeCrash(source, event);
  }

  /** Of logic that throws XState shows no snapshot: its parent hears of it, and nobody else. */
  #seeCrash(source: FollowedActor, event: EventObject): void {
    if (!event.type.startsWith('xstate.error.actor.')) return;
    const snapshot: unknown = source.ref.getSnapshot();
    if (statusOf(snapshot) !== 'error') return;
    this.#tell({ type: 'actor.moved', actor: source, event, snapshot });
    this.#end(source, snapshot);
  }

  #moved(inspected: InspectionEvent & { readonly type: '@xstate.snapshot' }): void {
    const { event, snapshot } = inspected;
    const actor = this.#known(inspected.actorRef as AnyActorRef);
    if (actor === undefined) return;
    this.#tell({ type: 'actor.moved', actor, event, snapshot });
    // Reducers stay `active` when they are stopped.
    if (event.type === 'xstate.stop' || statusOf(snapshot) !== 'active') this.#end(actor, snapshot);
  }

  #known(ref: AnyActorRef): FollowedActor | undefined {
    const known = this.#actors.get(ref.sessionId);
    if (known !== undefined || !this.#made.has(ref)) return known;
    const parent = ref._parent && this.#actors.get(ref._parent.sessionId);
    return parent === undefined ? undefined : this.#add(ref, parent);
  }

  #add(ref: AnyActorRef, parent: FollowedActor | undefined): FollowedActor {
    const actor = followedActor(ref, parent);
    this.#made.delete(ref);
    this.#actors.set(actor.sessionId, actor);
    this.#tell({ type: 'actor.appeared', actor, snapshot: ref.getSnapshot() });
    return actor;
  }

  #end(actor: FollowedActor, snapshot: unknown): void {
    this.#actors.delete(actor.sessionId);
    this.#tell({ type: 'actor.ended', actor, failure: failureIn(snapshot) });
  }

  #tell(notice: Undated<ActorNotice>): void {
    if (!this.#hasLeft) this.#listener({ ...notice, at: this.#root.tree.clock.now() });
  }
}

type Undated<Notice> = Notice extends unknown ? Omit<Notice, 'at'> : never;

function childrenOf(snapshot: unknown): readonly AnyActorRef[] {
  const supervisor = supervisorOf(snapshot);
  if (supervisor !== undefined) return [...supervisor.members.values()].map(({ ref }) => ref);
  const { children } = snapshot as { readonly children?: Readonly<Record<string, AnyActorRef>> };
  return Object.values(children ?? {}).filter((child) => child !== undefined);
}

function statusOf(snapshot: unknown): string {
  return (snapshot as { readonly status: string }).status;
}

function failureIn(snapshot: unknown): { readonly error: unknown } | undefined {
  const { status, error } = snapshot as { readonly status: string; readonly error?: unknown };
  return status === 'error' ? { error } : undefined;
}
