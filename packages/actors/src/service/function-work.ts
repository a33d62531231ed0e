import type { StopMode } from '@kintsugi/core';
import type { Life } from './life.ts';
import type { Operation } from './operation.ts';
import { RequestPump } from './request-pump.ts';
import type { HookSource, ServiceHooks, StartContext } from './service.ts';
import { callHook, isPromiseLike } from './settle.ts';
import type { Work, WorkPlace } from './work.ts';

/** A service made of plain functions: no actor is made for the worker. */
export class FunctionWork implements Work, HookSource {
  readonly worker = undefined;
  readonly #place: WorkPlace;
  /** Those of the life that is, or was last. */
  hooks: ServiceHooks;
  /** Made for the first request: an idle service has none. */
  #pump: RequestPump | undefined;

  constructor(place: WorkPlace, hooks: ServiceHooks) {
    this.#place = place;
    this.hooks = hooks;
  }

  start(life: Life): unknown {
    this.hooks = life.service.hooks ?? this.hooks;
    const { start } = this.hooks;
    if (start === undefined) return undefined;
    const started = start(new LazyStartContext(this.#place, life));
    if (!isPromiseLike(started)) {
      life.resource = started;
      return undefined;
    }
    return started.then((resource) => {
      life.resource = resource;
      return undefined;
    });
  }

  started(): void {
    // Nothing more: a function service never ends by itself.
  }

  stop(life: Life, mode: Exclude<StopMode, 'brutal_kill'>): unknown {
    const stop = stopOf(life);
    const drained = mode === 'restart' ? this.#pump?.abort(life) : this.#pump?.drain();
    if (drained !== undefined) return drained.then(() => stop?.(life.resource, mode));
    return stop?.(life.resource, mode);
  }

  kill(life: Life): void {
    this.#pump?.abort(life);
  }

  releaseLate(life: Life): void {
    const stop = stopOf(life);
    if (stop === undefined) return;
    callHook(() => stop(life.resource, 'late'), unheard, unheard);
  }

  moved(state: string): void {
    this.#pump?.moved(state);
  }

  retry(life: Life): void {
    if (this.#pump === undefined) this.#place.reportAttempt(life);
    else this.#pump.retryParked(life);
  }

  settleParked(fate: 'reject' | 'fallback'): void {
    this.#pump?.settleParked(fate);
  }

  submit(operation: Operation): void {
    this.#pump ??= new RequestPump(this.#place, this);
    this.#pump.submit(operation);
  }

  sweep(now: number): number {
    return this.#pump?.sweep(now) ?? Infinity;
  }

  receive(): void {
    this.#place.undeliverable('tell', 'not a request');
  }

  destroy(onEnded: () => void): boolean {
    const { life } = this.#place;
    this.#pump?.moved('stopped');
    this.#pump?.settleParked('reject');
    if (life === undefined) return false;
    if (life.isStarting) return true;
    this.#pump?.abort(life);
    if (life.isEnding) return true;
    const stop = stopOf(life);
    return stop !== undefined && callHook(() => stop(life.resource, 'shutdown'), onEnded, onEnded);
  }
}

/** Of the description that the life was made from: what it holds is its own. */
function stopOf({ service }: Life): ServiceHooks['stop'] {
  return service.hooks?.stop;
}

/** Nobody is left to hear what it comes to. */
const unheard = () => undefined;

/** What a start throws that wants no service; told apart by identity. */
export const IGNORED = new Error('the start was ignored');

class LazyStartContext implements StartContext<unknown> {
  readonly #life: Life;
  readonly input: unknown;
  readonly path: string;
  readonly incarnation: number;

  constructor(place: WorkPlace, life: Life) {
    this.#life = life;
    this.input = place.input;
    this.path = place.path;
    this.incarnation = life.incarnation;
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  readonly ignore = (): never => {
    throw IGNORED;
  };
}
