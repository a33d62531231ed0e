import { errorRecord } from '@kintsugi/core';
import { HandleTimeoutError, ServiceUnavailableError } from '../tree/errors.ts';
import type { Operation } from './operation.ts';
import { refuseDegraded } from './refuse.ts';
import type { HookSource } from './service.ts';
import { callHook } from './settle.ts';
import type { WorkPlace } from './work.ts';

/** Requests that the fallback answers. A throw of it is that request's answer, and moves nothing. */
export class FallBack {
  readonly #place: WorkPlace;
  readonly #source: HookSource;
  readonly #flying = new Set<Operation>();

  constructor(place: WorkPlace, source: HookSource) {
    this.#place = place;
    this.#source = source;
  }

  answer(operation: Operation): void {
    const { fallback } = this.#source.hooks;
    if (fallback === undefined) {
      refuseDegraded(this.#place, operation);
      return;
    }
    operation.begin(undefined);
    operation.startedAt = this.#place.tree.clock.now();
    this.#flying.add(operation);
    const pending = callHook(
      () => this.#place.tree.callers.call(operation, () => fallback(operation.request, operation)),
      (reply) => {
        if (this.#flying.delete(operation)) operation.resolve(reply);
      },
      (error) => this.#failed(operation, error),
    );
    if (pending) this.#place.joinSweep();
  }

  #failed(operation: Operation, error: unknown): void {
    if (!this.#flying.delete(operation)) return;
    hookFailed(this.#place, 'fallback', error);
    if (operation.kind === 'tell') this.#place.undeliverable('tell', 'the fallback failed');
    operation.reject(error);
  }

  /** Ends what has taken too long. Answers when the next will have, or Infinity. */
  sweep(now: number, withinMs: number): number {
    let next = Infinity;
    for (const operation of this.#flying) {
      const due = operation.startedAt + withinMs;
      if (due > now) next = Math.min(next, due);
      else this.#end(operation, new HandleTimeoutError(this.#place.path, withinMs));
    }
    return next;
  }

  /** Nobody answers any more. */
  abort(): void {
    const { path, state } = this.#place;
    for (const operation of this.#flying)
      this.#end(operation, new ServiceUnavailableError(path, state));
  }

  #end(operation: Operation, error: Error): void {
    operation.abort(error);
    this.#failed(operation, error);
  }
}

/** Tells of a throw that is an answer to nobody's fault. */
export function hookFailed(
  place: WorkPlace,
  hook: 'fallback' | 'retryable' | 'dependencyChanged',
  error: unknown,
): void {
  const { path, tree } = place;
  place.publish({
    type: 'hook.failed',
    at: tree.clock.now(),
    path,
    hook,
    error: errorRecord(error),
  });
}
