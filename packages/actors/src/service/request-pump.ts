import {
  countOperation,
  createOperationWindow,
  isOwnAbort,
  type OperationWindow,
  operationsWithin,
} from '@kintsugi/core';
import { HandleTimeoutError, IncarnationEndedError } from '../tree/errors.ts';
import { FallBack, hookFailed } from './fall-back.ts';
import { type Intake, intakeOf } from './intake.ts';
import type { Life } from './life.ts';
import { Mailbox } from './mailbox.ts';
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
  readonly #waiting = new Mailbox<Operation>();
  readonly #flying = new Set<Operation>();
  readonly #operations: OperationWindow;
  readonly #parking: Parking;
  readonly #fallBack: FallBack;
  #intake: Intake;
  /** Being handled, the synchronous one included. */
  #active = 0;
  #onDrained: (() => void) | undefined;

  constructor(place: WorkPlace, source: HookSource) {
    this.#place = place;
    this.#source = source;
    this.#intake = intakeOf(place.state);
    this.#operations = createOperationWindow(place.patternWindowMs);
    this.#parking = new Parking(place);
    this.#fallBack = new FallBack(place, source);
  }

  submit(operation: Operation): void {
    switch (this.#intake) {
      case 'open':
        if (this.#waiting.size === 0 && this.#mayBegin()) {
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
    return (
      this.#active < this.#place.service.settings.concurrency && !this.#parking.awaitsDirective
    );
  }

  #pump(): void {
    while (this.#waiting.size > 0) {
      if (this.#intake === 'wait' || (this.#intake === 'open' && !this.#mayBegin())) return;
      const operation = this.#waiting.shift();
      if (operation === undefined || operation.isCancelled) continue;
      if (this.#intake === 'open') this.#begin(operation);
      else this.submit(operation);
    }
  }

  #wait(operation: Operation): void {
    if (this.#waiting.size >= this.#place.service.settings.mailboxSize) {
      refuseFull(this.#place, operation);
      return;
    }
    this.#waiting.push(operation);
    operation.onCancelled = () => this.#waiting.remove(operation);
  }

  #begin(operation: Operation): void {
    operation.begin(this.#place.life);
    this.#active += 1;
    let reply: unknown;
    let pending: boolean;
    try {
      reply = this.#source.hooks.handle(operation.request, operation);
      pending = isPromiseLike(reply);
    } catch (error) {
      this.#active -= 1;
      this.#failed(operation, error);
      return;
    }
    if (pending) {
      this.#fly(operation, reply);
      return;
    }
    this.#active -= 1;
    this.#succeeded(operation, reply);
  }

  #fly(operation: Operation, reply: unknown): void {
    const { attempt } = operation;
    operation.startedAt = this.#place.clock.now();
    this.#flying.add(operation);
    this.#place.joinSweep();
    // A promise of our own guards against a `then` that throws, or that answers twice.
    Promise.resolve(reply).then(
      (value) => {
        if (this.#land(operation, attempt)) this.#succeeded(operation, value);
        else if (!operation.isCancelled)
          this.#place.undeliverable(operation.kind, 'its answer came too late');
        return this.#pump();
      },
      (error: unknown) => {
        if (this.#land(operation, attempt)) this.#failed(operation, error);
        return this.#pump();
      },
    );
  }

  /** Whether this attempt is still waited for; otherwise it was fenced off. */
  #land(operation: Operation, attempt: number): boolean {
    if (operation.attempt !== attempt || !this.#flying.delete(operation)) return false;
    this.#active -= 1;
    if (this.#flying.size === 0) this.#onDrained?.();
    return true;
  }

  #succeeded(operation: Operation, reply: unknown): void {
    this.#count(operation.attempt > 1);
    operation.resolve(reply);
    this.#parking.ended(operation);
  }

  #count(failedFirst: boolean): void {
    countOperation(this.#operations, this.#place.clock.now(), failedFirst);
  }

  #failed(operation: Operation, error: unknown): void {
    if (isOwnAbort(error, operation.abortReason)) this.#parking.ended(operation);
    else this.#park(operation, error);
  }

  #park(operation: Operation, error: unknown): void {
    operation.error = error;
    const { life, clock } = this.#place;
    if (life === undefined || life.isEnding) {
      this.#giveBack(operation);
      return;
    }
    this.#parking.park(operation, life, this.#intake === 'open', () =>
      operationsWithin(this.#operations, clock.now()),
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
    if (this.#flying.size > 0) this.#endFlights(life);
    this.#parking.abortRound();
    this.#onDrained?.();
  }

  #endFlights(life: Life): void {
    const ended = new IncarnationEndedError(this.#place.path, life.incarnation);
    for (const operation of this.#flying) {
      operation.abort(ended);
      if (operation.kind === 'tell') this.#place.undeliverable('tell', 'its incarnation ended');
      operation.reject(ended);
    }
    // What is being handled synchronously right now goes on being counted until it returns.
    this.#active -= this.#flying.size;
    this.#flying.clear();
  }

  /** Resolves when nothing is in flight any more; undefined when nothing is. */
  drain(): Promise<void> | undefined {
    if (this.#flying.size === 0) return undefined;
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }

  sweep(now: number): number {
    const { handleWithinMs } = this.#place.service.settings;
    let next = Infinity;
    for (const operation of this.#flying) {
      const due = operation.startedAt + handleWithinMs;
      if (due > now) next = Math.min(next, due);
      else this.#timeOut(operation, handleWithinMs);
    }
    return Math.min(next, this.#fallBack.sweep(now, handleWithinMs));
  }

  /** A fault also when the caller has given up long ago: else a service that hangs stays healthy. */
  #timeOut(operation: Operation, withinMs: number): void {
    if (!this.#land(operation, operation.attempt)) return;
    const error = new HandleTimeoutError(this.#place.path, withinMs);
    operation.abort(error);
    this.#park(operation, error);
    this.#pump();
  }
}
