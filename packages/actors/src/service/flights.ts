import type { Caller } from '../tree/caller.ts';
import { IncarnationEndedError } from '../tree/errors.ts';
import type { Obstacle } from '../tree/self-call.ts';
import type { Life } from './life.ts';
import { untilPlaceIsFree } from './obstacle.ts';
import { Operation } from './operation.ts';
import type { WorkPlace } from './work.ts';

/** The operations of one service that are being handled, up to its `concurrency`. */
export class Flights {
  readonly #place: WorkPlace;
  /** Those whose `handle` has returned a promise. */
  readonly #flying = new Set<Operation>();
  /** The synchronous ones included. */
  #count = 0;
  #onDrained: (() => void) | undefined;

  constructor(place: WorkPlace) {
    this.#place = place;
  }

  get isFull(): boolean {
    return this.#count >= this.#place.service.settings.concurrency;
  }

  begin(): void {
    this.#count += 1;
  }

  /** It was handled synchronously. */
  end(): void {
    this.#count -= 1;
  }

  fly(operation: Operation): void {
    operation.startedAt = this.#place.tree.clock.now();
    this.#flying.add(operation);
    this.#place.joinSweep();
  }

  /** Whether this attempt is still waited for; otherwise it was fenced off. */
  land(operation: Operation, attempt: number): boolean {
    if (operation.attempt !== attempt || !this.#flying.delete(operation)) return false;
    this.#count -= 1;
    if (this.#flying.size === 0) this.#onDrained?.();
    return true;
  }

  /** The life ends now: whatever is in flight ends with it. */
  abort(life: Life): void {
    if (this.#flying.size > 0) this.#abortAll(life);
    this.#onDrained?.();
  }

  #abortAll(life: Life): void {
    const ended = new IncarnationEndedError(this.#place.path, life.incarnation);
    for (const operation of this.#flying) {
      operation.abort(ended);
      if (operation.kind === 'tell') this.#place.undeliverable('tell', 'its incarnation ended');
      operation.reject(ended);
    }
    // What is being handled synchronously right now goes on being counted until it returns.
    this.#count -= this.#flying.size;
    this.#flying.clear();
  }

  /** Resolves when nothing is in flight any more; undefined when nothing is. */
  drain(): Promise<void> | undefined {
    if (this.#flying.size === 0) return undefined;
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }

  /** Hands over what has taken too long. Answers when the next will have, or Infinity. */
  sweep(now: number, onOverdue: (operation: Operation) => void): number {
    const { handleWithinMs } = this.#place.service.settings;
    let next = Infinity;
    for (const operation of this.#flying) {
      const due = operation.startedAt + handleWithinMs;
      if (due > now) next = Math.min(next, due);
      else onOverdue(operation);
    }
    return next;
  }

  /** Whoever holds all the places, when all are taken and it is known by whom. */
  get obstacle(): Obstacle | undefined {
    const isCalled = (caller: Caller): caller is Operation =>
      caller instanceof Operation && caller.owner === this.#place;
    const all = [...this.#flying, ...this.#place.tree.callers.all().filter(isCalled)];
    if (!this.isFull || all.length < this.#count) return undefined;
    return untilPlaceIsFree(all, this.#place.service.settings.concurrency);
  }
}
