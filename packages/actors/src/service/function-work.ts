import type { StopMode } from '@kintsugi/core';
import { CallerTree } from '../tree/caller.ts';
import type { AnyTree } from '../tree/paths.ts';
import type { Obstacle } from '../tree/self-call.ts';
import { checkedExit } from './exit.ts';
import { hookFailed } from './fall-back.ts';
import type { Life } from './life.ts';
import type { Mailbox } from './mailbox.ts';
import type { Operation } from './operation.ts';
import { RequestPump } from './request-pump.ts';
import type {
  DependencyChange,
  HookSource,
  ServiceExit,
  ServiceHooks,
  StartContext,
  StopReason,
} from './service.ts';
import { callHook, isPromiseLike } from './settle.ts';
import type { Work, WorkPlace } from './work.ts';

const NO_CHILDREN = Object.freeze({});

/** A service made of plain functions: no actor is made for the worker. */
export class FunctionWork implements Work, HookSource {
  readonly #place: WorkPlace;
  /** Those of the life that is, or was last. */
  hooks: ServiceHooks;
  /** Made for the first request: an idle service has none. */
  #pump: RequestPump | undefined;

  constructor(place: WorkPlace, hooks: ServiceHooks) {
    this.#place = place;
    this.hooks = hooks;
  }

  get worker(): undefined {
    return undefined;
  }

  get children(): Readonly<Record<string, never>> {
    return NO_CHILDREN;
  }

  get waiting(): Mailbox<Operation> | undefined {
    return this.#pump?.waiting;
  }

  start(life: Life): unknown {
    this.hooks = life.service.hooks ?? this.hooks;
    const { start } = this.hooks;
    if (start === undefined) return undefined;
    const context = new LazyStartContext(this.#place, life);
    const started = this.#place.tree.callers.call(life, () => start(context));
    if (!isPromiseLike(started)) {
      life.resource = started;
      return undefined;
    }
    return started.then((resource) => {
      life.resource = resource;
      return undefined;
    });
  }

  /** A start may say that there is nothing more to do. */
  started(life: Life): void {
    if (life.leaving !== undefined) life.exit(life.leaving);
  }

  stop(life: Life, mode: Exclude<StopMode, 'brutal_kill'>): unknown {
    const drained = mode === 'restart' ? this.#pump?.abort(life) : this.#pump?.drain();
    return drained === undefined
      ? this.#letGo(life, mode)
      : drained.then(() => this.#letGo(life, mode));
  }

  #letGo(life: Life, reason: StopReason): unknown {
    const stop = stopOf(life);
    if (stop === undefined) return undefined;
    return this.#place.tree.callers.call(life, () => stop(life.resource, reason));
  }

  kill(life: Life): void {
    this.#pump?.abort(life);
  }

  releaseLate(life: Life, onReleased: () => void): void {
    callHook(() => this.#letGo(life, 'late'), onReleased, onReleased);
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

  get obstacle(): Obstacle | undefined {
    return this.#pump?.obstacle;
  }

  submit(operation: Operation): void {
    this.#pump ??= new RequestPump(this.#place, this);
    this.#pump.submit(operation);
  }

  tellDependency(change: DependencyChange): void {
    const { dependencyChanged } = this.hooks;
    if (dependencyChanged === undefined) return;
    const failed = (error: unknown) => hookFailed(this.#place, 'dependencyChanged', error);
    callHook(() => dependencyChanged(change), unheard, failed);
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
    if (stopOf(life) === undefined) return false;
    return callHook(() => this.#letGo(life, 'shutdown'), onEnded, onEnded);
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

  get tree(): AnyTree {
    return new CallerTree(this.#life.place.tree, this.#life);
  }

  get info(): (value: unknown) => void {
    return (value) => this.#life.tellStarter(value);
  }

  get exit(): (exit?: ServiceExit) => void {
    return (exit = 'normal') => this.#life.exit(checkedExit(exit));
  }

  readonly ignore = (): never => {
    throw IGNORED;
  };
}
