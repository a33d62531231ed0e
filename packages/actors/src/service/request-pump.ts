import {
  countOperation,
  createOperationWindow,
  isOwnAbort,
  type OperationWindow,
  operationsWithin,
} from '@kintsugi/core';
import type { Callers } from '../tree/callers.ts';
import { HandleTimeoutError } from '../tree/errors.ts';
import type { Obstacle } from '../tree/self-call.ts';
import { FallBack, hookFailed } from './fall-back.ts';
import { Flights } from './flights.ts';
import { type Intake, intakeOf } from './intake.ts';
import type { Life } from './life.ts';
import { Mailbox } from './mailbox.ts';
import { untilRoundEnds } from './obstacle.ts';
import type { Operation } from './operation.ts';
import { Parking } from './parking.ts';
import { refuse, refuseFull } from './refuse.ts';
import type { HookSource } from './service.ts';
import { isPromiseLike } from './settle.ts';
import type { WorkPlace } from './work.ts';

/**
 * The requests of one service: takes them in, runs them, parks those that failed until the
 * supervisor has said what becomes of them.
 */
export class RequestPump {
  readonly #place: WorkPlace;
  readonly #source: HookSource;
  readonly waiting = new Mailbox<Operation>();
  readonly #callers: Callers;
  readonly #flights: Flights;
  readonly #operations: OperationWindow;
  readonly #parking: Parking;
  readonly #fallBack: FallBack;
  #intake: Intake;

  constructor(place: WorkPlace, source: HookSource) {
    this.#place = place;
    this.#source = source;
    this.#callers = place.tree.callers;
    this.#flights = new Flights(place);
    this.#intake = intakeOf(place.state);
    this.#operations = createOperationWindow(place.patternWindowMs);
    this.#parking = new Parking(place);
    this.#fallBack = new FallBack(place, source);
  }

  submit(operation: Operation): void {
    switch (this.#intake) {
      case 'open':
        if (this.waiting.size === 0 && this.#mayBegin()) {
          this.#begin(operation);
          this.#pump();
        } else this.#wait(operation);
        break;
      case 'wait':
        this.#wait(operation);
        break;
      case 'fallback':
        this.#fallBack.answer(operation);
        break;
      case 'refuse':
        refuse(this.#place, operation);
        break;
    }
  }

  /** The chart has moved: the directive has come. */
  moved(state: string): void {
    this.#intake = intakeOf(state);
    this.#parking.awaitsDirective = false;
    if (this.#intake === 'refuse') this.#fallBack.abort();
    this.#pump();
  }

  #mayBegin(): boolean {
    if (this.#flights.isFull || this.#parking.awaitsDirective) return false;
    return this.#place.life?.leaving === undefined;
  }

  #pump(): void {
    while (this.waiting.size > 0) {
      if (this.#intake === 'wait' || (this.#intake === 'open' && !this.#mayBegin())) return;
      const operation = this.waiting.shift();
      this.#waitingChanged();
      if (operation === undefined || operation.isCancelled) continue;
      if (this.#intake === 'open') this.#begin(operation);
      else this.submit(operation);
    }
  }

  #wait(operation: Operation): void {
    if (this.waiting.size >= this.#place.service.settings.mailboxSize) {
      refuseFull(this.#place, operation);
      return;
    }
    this.waiting.push(operation);
    operation.onCancelled = () => this.#leave(operation);
    this.#waitingChanged();
  }

  #leave(operation: Operation): void {
    this.waiting.remove(operation);
    this.#waitingChanged();
  }

  #waitingChanged(): void {
    const { tree } = this.#place;
    if (tree.isFollowed) tree.changed(this.#place.path);
  }

  #begin(operation: Operation): void {
    operation.begin(this.#place.life);
    this.#flights.begin();
    let reply: unknown;
    let pending: boolean;
    const outer = this.#callers.enter(operation);
    try {
      reply = this.#source.hooks.handle(operation.request, operation);
      pending = isPromiseLike(reply);
      this.#callers.leave(outer);
    } catch (error) {
      this.#callers.leave(outer);
      this.#flights.end();
      this.#failed(operation, error);
      return;
    }
    if (pending) {
      this.#fly(operation, reply);
      return;
    }
    this.#flights.end();
    this.#succeeded(operation, reply);
  }

  #fly(operation: Operation, reply: unknown): void {
    const { attempt } = operation;
    this.#flights.fly(operation);
    // A promise of our own guards against a `then` that throws, or that answers twice.
    Promise.resolve(reply).then(
      (value) => {
        if (this.#flights.land(operation, attempt)) this.#succeeded(operation, value);
        else if (!operation.isCancelled)
          this.#place.undeliverable(operation.kind, 'its answer came too late');
        return this.#pump();
      },
      (error: unknown) => {
        if (this.#flights.land(operation, attempt)) this.#failed(operation, error);
        return this.#pump();
      },
    );
  }

  #succeeded(operation: Operation, reply: unknown): void {
    this.#count(operation.attempt > 1);
    operation.resolve(reply);
    this.#over(operation);
  }

  #over(operation: Operation): void {
    this.#parking.ended(operation);
    operation.attemptOver();
  }

  #count(failedFirst: boolean): void {
    countOperation(this.#operations, this.#place.tree.clock.now(), failedFirst);
  }

  #failed(operation: Operation, error: unknown): void {
    if (isOwnAbort(error, operation.abortReason)) this.#over(operation);
    else this.#park(operation, error);
  }

  #park(operation: Operation, error: unknown): void {
    operation.error = error;
    operation.attemptFailed();
    const { life, tree } = this.#place;
    if (life === undefined || life.isEnding) {
      this.#giveBack(operation);
      return;
    }
    this.#parking.park(operation, life, this.#intake === 'open', () =>
      operationsWithin(this.#operations, tree.clock.now()),
    );
  }

  /** Tries everything parked once more. The round recovers when nothing is left parked. */
  retryParked(life: Life): void {
    const again = this.#parking.takeAll().filter((operation) => {
      const may = this.#mayRetry(operation);
      if (!may) this.#giveBack(operation);
      return may;
    });
    this.#parking.beginRound(again, life, (operation) => this.#begin(operation));
  }

  #mayRetry({ request }: Operation): boolean {
    const { retryable } = this.#source.hooks;
    if (retryable === undefined) return true;
    try {
      return retryable(request);
    } catch (error) {
      hookFailed(this.#place, 'retryable', error);
      return false;
    }
  }

  /** What has failed is not tried again: its caller learns why, or the fallback answers. */
  settleParked(fate: 'reject' | 'fallback'): void {
    this.#parking.forgetUntold();
    for (const operation of this.#parking.takeAll())
      if (fate === 'fallback') this.#fallBack.answer(operation);
      else this.#giveBack(operation);
  }

  #giveBack(operation: Operation): void {
    this.#count(true);
    if (operation.kind === 'tell') this.#place.undeliverable('tell', 'its operation failed');
    operation.reject(operation.error);
  }

  /** The life ends now: whatever is in flight ends with it. */
  abort(life: Life): undefined {
    this.#parking.abortRound();
    this.#flights.abort(life);
  }

  /** Resolves when nothing is in flight any more; undefined when nothing is. */
  drain(): Promise<void> | undefined {
    // What is still being tried again may finish; its round would wait for ever for what ends with the life.
    this.#parking.abortRound();
    return this.#flights.drain();
  }

  sweep(now: number): number {
    const { handleWithinMs } = this.#place.service.settings;
    const next = this.#flights.sweep(now, (operation) => this.#timeOut(operation, handleWithinMs));
    return Math.min(next, this.#fallBack.sweep(now, handleWithinMs));
  }

  /** What a request that comes now would have to wait for, as far as it is known. */
  get obstacle(): Obstacle | undefined {
    if (this.#intake === 'wait') return untilRoundEnds(this.#parking.round);
    const isOpen = this.#intake === 'open' && !this.#parking.awaitsDirective;
    return isOpen ? this.#flights.obstacle : undefined;
  }

  /** A fault also when the caller has given up long ago: else a service that hangs stays healthy. */
  #timeOut(operation: Operation, withinMs: number): void {
    if (!this.#flights.land(operation, operation.attempt)) return;
    const error = new HandleTimeoutError(this.#place.path, withinMs);
    operation.abort(error);
    this.#park(operation, error);
    this.#pump();
  }
}
