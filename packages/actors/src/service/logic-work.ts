import type { JudgedFault } from '@kintsugi/core';
import type { AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import { childActor } from './child-actor.ts';
import { type Contained, contain, type Crash } from './contain.ts';
import { intakeOf } from './intake.ts';
import type { Life } from './life.ts';
import { Mailbox } from './mailbox.ts';
import { Operation } from './operation.ts';
import { outboxOf, stopWorker } from './outbox.ts';
import { refuse, refuseDegraded, refuseFull } from './refuse.ts';
import type { DependencyChange } from './service.ts';
import type { Work, WorkPlace } from './work.ts';

const containments = new WeakMap<AnyActorLogic, Contained>();

function containmentOf(logic: AnyActorLogic): Contained {
  const known = containments.get(logic) ?? contain(logic);
  containments.set(logic, known);
  return known;
}

/** A service whose worker is an actor of any XState logic: a child of the service's own actor. */
export class LogicWork implements Work {
  readonly #place: WorkPlace;
  #contained: Contained;
  #worker: AnyActorRef | undefined;
  #children: Readonly<Record<string, AnyActorRef>> | undefined;
  waiting: Mailbox<Operation> | undefined;
  /** Events are not passed on between a fault and the directive. */
  #isPaused = false;
  /** A start or a retry is under way: it looks at the outcome itself. */
  #isBusy = false;
  /** The end of this worker has been told. */
  #hasExited = false;
  /** What is to be tried again. */
  #crash: Crash | undefined;
  #onWorker: Set<(worker: AnyActorRef | undefined) => void> | undefined;

  constructor(place: WorkPlace, logic: AnyActorLogic) {
    this.#place = place;
    this.#contained = containmentOf(logic);
  }

  get worker(): AnyActorRef | undefined {
    return this.#worker;
  }

  get children(): Readonly<Record<string, AnyActorRef>> {
    const worker = this.#worker;
    this.#children ??= Object.freeze(worker === undefined ? {} : { worker });
    return this.#children;
  }

  start({ service }: Life): void {
    if (service.logic !== undefined) this.#contained = containmentOf(service.logic);
    this.#begin({ input: this.#place.input });
  }

  #begin(options: { readonly input?: unknown; readonly snapshot?: unknown }): void {
    const worker = childActor(this.#contained.logic, 'worker', this.#outbox(), options);
    this.#hasExited = false;
    this.#setWorker(worker);
    this.#isBusy = true;
    worker.start();
    this.#isBusy = false;
    const snapshot = worker.getSnapshot();
    if (snapshot.status !== 'error') return;
    this.#contained.cleanUp(worker);
    this.#setWorker(undefined);
    throw snapshot.error;
  }

  /** An end is acted upon; anything else that a worker says to its parent has nobody to hear it. */
  #outbox(): AnyActorRef {
    return outboxOf(this.#place.ref, ({ type }) => {
      const isEnd = type === 'xstate.done.actor.worker' || type === 'xstate.error.actor.worker';
      if (isEnd) this.#workerEnded();
      else this.#place.undeliverable('tell', 'not a request');
    });
  }

  started(life: Life): void {
    if (this.#worker?.getSnapshot().status === 'done') this.#exited(life);
  }

  #setWorker(worker: AnyActorRef | undefined): void {
    this.#worker = worker;
    this.#children = undefined;
    for (const listener of this.#onWorker ?? []) listener(worker);
  }

  /** Follows the worker across incarnations. Answers how to leave. */
  followWorker(listener: (worker: AnyActorRef | undefined) => void): () => void {
    this.#onWorker ??= new Set();
    this.#onWorker.add(listener);
    listener(this.#worker);
    return () => {
      this.#onWorker?.delete(listener);
    };
  }

  stop(): void {
    this.#drop();
  }

  kill(): void {
    this.#drop();
  }

  destroy(): boolean {
    this.moved('stopped');
    this.#drop();
    return false;
  }

  releaseLate(_life: Life, onReleased: () => void): void {
    this.#drop();
    onReleased();
  }

  #drop(): void {
    const worker = this.#worker;
    if (worker === undefined) return;
    stopWorker(worker);
    this.#setWorker(undefined);
  }

  moved(state: string): void {
    this.#isPaused = false;
    const intake = intakeOf(state);
    if (intake === 'wait') return;
    for (let left = this.waiting?.size ?? 0; left > 0 && !this.#isPaused; left--) {
      const operation = this.waiting?.shift();
      this.#waitingChanged();
      if (operation !== undefined) this.submit(operation);
    }
  }

  /** Nobody asks XState logic. */
  get obstacle(): undefined {
    return undefined;
  }

  submit(operation: Operation): void {
    const intake = this.#isPaused ? 'wait' : intakeOf(this.#place.state);
    switch (intake) {
      case 'open':
        this.#worker?.send(operation.request);
        break;
      case 'wait':
        this.#wait(operation);
        break;
      case 'fallback':
        refuseDegraded(this.#place, operation);
        break;
      case 'refuse':
        refuse(this.#place, operation);
        break;
    }
  }

  #wait(operation: Operation): void {
    this.waiting ??= new Mailbox();
    if (this.waiting.size < this.#place.service.settings.mailboxSize) this.waiting.push(operation);
    else refuseFull(this.#place, operation);
    this.#waitingChanged();
  }

  #waitingChanged(): void {
    const { tree } = this.#place;
    if (tree.isFollowed) tree.changed(this.#place.path);
  }

  tellDependency({ dependency, isUp }: DependencyChange): void {
    this.#worker?.send({ type: isUp ? 'dependency.up' : 'dependency.down', dependency });
  }

  /** Somebody sends an event to the service's ref. */
  receive(event: EventObject): void {
    this.submit(new Operation(this.#place, event));
  }

  #workerEnded(): void {
    const { life } = this.#place;
    const worker = this.#worker;
    if (this.#isBusy || worker === undefined || life === undefined || life.isEnding) return;
    const snapshot = worker.getSnapshot();
    if (snapshot.status === 'done') this.#exited(life);
    if (snapshot.status !== 'error') return;
    this.#isPaused = true;
    this.#place.reportFault(life, this.#judgeCrash(worker, snapshot.error));
  }

  #exited(life: Life): void {
    if (this.#hasExited) return;
    this.#hasExited = true;
    this.#isPaused = true;
    this.#place.reportExit(life, 'normal');
  }

  #judgeCrash(worker: AnyActorRef, error: unknown): JudgedFault {
    // XState tells of it once more, when the service's actor comes to it.
    this.#setWorker(undefined);
    const crash = this.#contained.crashOf(worker);
    this.#crash = crash?.restorable === undefined ? undefined : crash;
    return this.#place.judge(error, this.#crash === undefined ? 'worker' : 'transition');
  }

  /** Restores the last good snapshot and delivers the event that broke it once more. */
  retry(life: Life): void {
    const crash = this.#crash;
    if (crash === undefined) {
      this.#place.reportAttempt(life);
      return;
    }
    try {
      this.#begin({ snapshot: crash.restorable });
    } catch (error) {
      this.#place.reportAttempt(life, this.#place.judge(error, 'worker'));
      return;
    }
    const worker = this.#worker;
    this.#isBusy = true;
    worker?.send(crash.event);
    this.#isBusy = false;
    const snapshot = worker?.getSnapshot();
    if (worker !== undefined && snapshot?.status === 'error') {
      this.#place.reportAttempt(life, this.#judgeCrash(worker, snapshot.error));
      return;
    }
    this.#crash = undefined;
    this.#place.reportAttempt(life);
    this.started(life);
  }

  /** XState logic has no fallback: the event that broke it is lost, and said to be. */
  settleParked(): void {
    if (this.#crash !== undefined) this.#place.undeliverable('tell', 'its operation failed');
    this.#crash = undefined;
  }

  /** XState logic has time limits of its own. */
  sweep(): number {
    return Infinity;
  }
}
