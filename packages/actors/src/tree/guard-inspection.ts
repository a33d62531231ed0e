import type { AnyActorRef, InspectionEvent } from 'xstate';
import { callHook } from '../service/settle.ts';

/**
 * XState hands inspection events to observers unguarded: one throw inside an inspector surfaces in `send`, keeps the
 * event from the observers after it, and leaves that actor's mailbox stuck for ever. This is the one place that reaches into
 * XState's system. It wraps the function through which every inspection event goes, and calls the observers that
 * come from now on itself, each for itself. Those that were there before, as the one given to `createActor`, are
 * called by XState.
 *
 * @param actor - any actor of the system; guarding it once more only changes who is told
 * @param onThrow - told what an observer throws, or rejects with
 */
export function guardInspection(actor: AnyActorRef, onThrow: (error: unknown) => void): void {
  const { system } = actor;
  const known = guards.get(system);
  if (known !== undefined) known.onThrow = onThrow;
  else if (isInspected(system)) guards.set(system, new Guard(system, rootOf(actor), onThrow));
}

const guards = new WeakMap<object, Guard>();

class Guard {
  /** Of the tree that came last: the ones before it may be over. */
  onThrow: (error: unknown) => void;
  readonly #rootId: string;
  readonly #observers = new Set<Observer>();

  constructor(system: InspectedSystem, { sessionId }: AnyActorRef, onThrow: Guard['onThrow']) {
    this.#rootId = sessionId;
    this.onThrow = onThrow;
    const send = system._sendInspectionEvent;
    system._sendInspectionEvent = (event) => {
      // Without a closure: this is done for every event, also when nobody looks.
      try {
        send(event);
      } catch (error) {
        this.onThrow(error);
      }
      if (this.#observers.size > 0) this.#send({ ...event, rootId: this.#rootId });
    };
    system.inspect = (observer) => this.#add(observer);
  }

  #add(observer: Observer | Observer['next']): { unsubscribe(): void } {
    // One of its own for every call, as XState does: the same function may be given twice.
    const added = {
      next: (event: InspectionEvent) =>
        typeof observer === 'function' ? observer(event) : observer?.next?.(event),
    };
    this.#observers.add(added);
    return {
      unsubscribe: () => {
        this.#observers.delete(added);
      },
    };
  }

  #send(event: InspectionEvent): void {
    const onThrow = (error: unknown) => this.onThrow(error);
    for (const observer of this.#observers)
      callHook(
        () => observer.next?.(event),
        () => undefined,
        onThrow,
      );
  }
}

interface Observer {
  readonly next?: ((event: InspectionEvent) => unknown) | undefined;
}

interface InspectedSystem {
  _sendInspectionEvent: (event: InspectionEvent) => void;
  inspect: (observer: Observer | Observer['next']) => { unsubscribe(): void };
}

function isInspected(system: object): system is InspectedSystem {
  return '_sendInspectionEvent' in system && typeof system._sendInspectionEvent === 'function';
}

function rootOf(actor: AnyActorRef): AnyActorRef {
  const parent = actor._parent;
  return parent === undefined ? actor : rootOf(parent);
}
