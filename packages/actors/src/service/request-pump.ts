import {
  countOperation,
  createOperationWindow,
  isOwnAbort,
  type JudgedFault,
  type OperationWindow,
  operationsWithin,
  compareSeverity,
  errorRecord,
} from '@kintsugi/core';
import {
  HandleTimeoutError,
  IncarnationEndedError,
  MailboxFullError,
  ServiceDegradedError,
  ServiceUnavailableError,
} from '../tree/errors.ts';
import { type Intake, intakeOf } from './intake.ts';
import type { Life } from './life.ts';
import { Mailbox } from './mailbox.ts';
import type { Operation } from './operation.ts';
import type { ServiceHooks } from './service.ts';
import { callHook, isPromiseLike } from './settle.ts';
import type { WorkPlace } from './work.ts';

/**
 * The requests of one service: takes them in, runs them, parks those that failed until the
 * supervisor has said what becomes of them, and tries them again in rounds.
 */
export class RequestPump {
  readonly #place: WorkPlace;
  readonly #hooks: ServiceHooks;
  readonly #waiting = new Mailbox<Operation>();
  readonly #flying = new Set<Operation>();
  readonly #operations: OperationWindow;
  #intake: Intake;
  /** Being handled, the synchronous one included. */
  #active = 0;
  #parked: Operation[] = [];
  /** A fault has been reported and not been answered: nothing new is begun, further faults only count. */
  #awaitsDirective = false;
  #more = 0;
  /** Operations of the round of retries that have not ended. */
  #round: Set<Operation> | undefined;
  #onDrained: (() => void) | undefined;

  constructor(place: WorkPlace, hooks: ServiceHooks) {
    this.#place = place;
    this.#hooks = hooks;
    this.#intake = intakeOf(place.state);
    this.#operations = createOperationWindow(place.patternWindowMs);
  }

  submit(operation: Operation): void {
    switch (this.#intake) {
      case 'open':
        if (this.#waiting.size === 0 && this.#mayBegin()) {
          this.#begin(operation);
          if (this.#waiting.size > 0) this.#pump();
        } else this.#wait(operation);
        break;
      case 'wait':
        this.#wait(operation);
        break;
      case 'fallback':
        this.#fallBack(operation);
        break;
      case 'refuse':
        this.#refuse(operation);
        break;
    }
  }

  /** The chart has moved: the directive has come. */
  moved(state: string): void {
    this.#intake = intakeOf(state);
    this.#awaitsDirective = false;
    this.#pump();
  }

  #mayBegin(): boolean {
    return this.#active < this.#place.service.settings.concurrency && !this.#awaitsDirective;
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
    const { mailboxSize } = this.#place.service.settings;
    if (this.#waiting.size < mailboxSize) {
      this.#waiting.push(operation);
      return;
    }
    this.#place.undeliverable(operation.kind, 'mailbox full');
    operation.reject(new MailboxFullError(this.#place.path, mailboxSize));
  }

  #begin(operation: Operation): void {
    const { life } = this.#place;
    operation.begin(life);
    this.#active += 1;
    let reply: unknown;
    try {
      reply = this.#hooks.handle(operation.request, operation);
    } catch (error) {
      this.#active -= 1;
      this.#failed(operation, error);
      return;
    }
    if (isPromiseLike(reply)) {
      this.#fly(operation, reply);
      return;
    }
    this.#active -= 1;
    this.#succeeded(operation, reply);
  }

  #fly(operation: Operation, reply: PromiseLike<unknown>): void {
    const { attempt } = operation;
    operation.startedAt = this.#place.clock.now();
    this.#flying.add(operation);
    this.#place.joinSweep();
    reply.then(
      (value) => {
        if (this.#land(operation, attempt)) this.#succeeded(operation, value);
        this.#pump();
      },
      (error: unknown) => {
        if (this.#land(operation, attempt)) this.#failed(operation, error);
        this.#pump();
      },
    );
  }

  /** Whether this attempt is still waited for; otherwise it was fenced off and says nothing. */
  #land(operation: Operation, attempt: number): boolean {
    if (operation.attempt !== attempt || !this.#flying.delete(operation)) return false;
    this.#active -= 1;
    if (this.#flying.size === 0) this.#onDrained?.();
    return true;
  }

  #succeeded(operation: Operation, reply: unknown): void {
    this.#count(operation.attempt > 1);
    operation.resolve(reply);
    this.#roundEnded(operation);
  }

  #count(failedFirst: boolean): void {
    countOperation(this.#operations, this.#place.clock.now(), failedFirst);
  }

  #failed(operation: Operation, error: unknown): void {
    if (operation.isCancelled || isOwnAbort(error, operation.abortReason)) {
      this.#roundEnded(operation);
      return;
    }
    operation.error = error;
    const { life } = this.#place;
    if (life === undefined || life.isEnding) {
      this.#giveBack(operation);
      return;
    }
    this.#parked.push(operation);
    if (this.#round !== undefined) {
      if (this.#round.has(operation)) this.#roundEnded(operation);
      else this.#more += 1;
      return;
    }
    if (this.#awaitsDirective || this.#intake !== 'open') {
      this.#more += 1;
      return;
    }
    this.#awaitsDirective = true;
    const operations = operationsWithin(this.#operations, this.#place.clock.now());
    this.#place.reportFault(life, this.#place.judge(error, 'operation'), { operations });
  }

  /** Tries everything parked once more. The round recovers when nothing is left parked. */
  retryParked(life: Life): void {
    const parked = this.#parked.filter((operation) => !operation.isCancelled);
    this.#parked = [];
    this.#more = 0;
    const again = parked.filter((operation) => {
      const may = this.#mayRetry(operation);
      if (!may) this.#giveBack(operation);
      return may;
    });
    this.#round = new Set(again);
    for (const operation of again) this.#begin(operation);
    if (again.length === 0) this.#endRound(life);
  }

  #mayRetry({ request }: Operation): boolean {
    const { retryable } = this.#hooks;
    if (retryable === undefined) return true;
    try {
      return retryable(request);
    } catch (error) {
      this.#hookFailed('retryable', error);
      return false;
    }
  }

  #roundEnded(operation: Operation): void {
    const { life } = this.#place;
    if (this.#round?.delete(operation) !== true || this.#round.size > 0 || life === undefined)
      return;
    this.#endRound(life);
  }

  #endRound(life: Life): void {
    this.#round = undefined;
    const [first, ...others] = this.#parked.map(({ error }) =>
      this.#place.judge(error, 'operation'),
    );
    if (first === undefined) this.#place.reportAttempt(life);
    else this.#place.reportAttempt(life, others.reduce(worse, first), this.#more);
    this.#more = 0;
  }

  /** What has failed is not tried again: its caller learns why, or the fallback answers. */
  settleParked(fate: 'reject' | 'fallback'): void {
    const parked = this.#parked;
    this.#parked = [];
    this.#more = 0;
    for (const operation of parked)
      if (fate === 'fallback') this.#fallBack(operation);
      else this.#giveBack(operation);
  }

  #giveBack(operation: Operation): void {
    this.#count(true);
    if (operation.kind === 'tell') this.#place.undeliverable('tell', 'its operation failed');
    operation.reject(operation.error);
  }

  #fallBack(operation: Operation): void {
    const { fallback } = this.#hooks;
    const { path, lastError } = this.#place;
    if (fallback === undefined) {
      this.#place.undeliverable(operation.kind, 'degraded without a fallback');
      operation.reject(new ServiceDegradedError(path, lastError));
      return;
    }
    operation.begin(undefined);
    callHook(
      () => fallback(operation.request, operation),
      (reply) => operation.resolve(reply),
      (error) => {
        this.#hookFailed('fallback', error);
        if (operation.kind === 'tell') this.#place.undeliverable('tell', 'the fallback failed');
        operation.reject(error);
      },
    );
  }

  #hookFailed(hook: 'fallback' | 'retryable', error: unknown): void {
    const { path, clock } = this.#place;
    this.#place.publish({
      type: 'hook.failed',
      at: clock.now(),
      path,
      hook,
      error: errorRecord(error),
    });
  }

  #refuse(operation: Operation): void {
    const { path, state, lastError } = this.#place;
    const reason = state === 'failed' || state === 'stopping' ? state : 'stopped';
    this.#place.undeliverable(operation.kind, reason);
    operation.reject(
      new ServiceUnavailableError(path, state, state === 'failed' ? lastError : undefined),
    );
  }

  /** The life ends now: whatever is in flight ends with it. */
  abort(life: Life): undefined {
    if (this.#flying.size > 0) this.#endFlights(life);
    this.#active = 0;
    this.#round = undefined;
    this.#onDrained?.();
  }

  #endFlights(life: Life): void {
    const ended = new IncarnationEndedError(this.#place.path, life.incarnation);
    for (const operation of this.#flying) {
      operation.abort(ended);
      if (operation.kind === 'tell') this.#place.undeliverable('tell', 'its incarnation ended');
      operation.reject(ended);
    }
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
    return next;
  }

  #timeOut(operation: Operation, withinMs: number): void {
    const error = new HandleTimeoutError(this.#place.path, withinMs);
    if (!this.#land(operation, operation.attempt)) return;
    operation.abort(error);
    operation.abortReason = undefined;
    this.#failed(operation, error);
  }
}

function worse(a: JudgedFault, b: JudgedFault): JudgedFault {
  return compareSeverity(a.severity, b.severity) >= 0 ? a : b;
}
