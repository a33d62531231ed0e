import { compareSeverity, type JudgedFault, type OperationCount } from '@kintsugi/core';
import type { Life } from './life.ts';
import type { Operation } from './operation.ts';
import type { WorkPlace } from './work.ts';

/**
 * Operations that have failed, until the supervisor has said what becomes of them, and the round in
 * which they are tried again.
 */
export class Parking {
  readonly #place: WorkPlace;
  #parked: Operation[] = [];
  /** Operations of the round that have not ended. */
  #round: Set<Operation> | undefined;
  /** Failures that no report has told of. */
  #untold = 0;
  /** A fault has been reported and not been answered: nothing new is begun, further faults only count. */
  awaitsDirective = false;

  constructor(place: WorkPlace) {
    this.#place = place;
  }

  /** Parks an operation. The first failure of a service at work is a fault. */
  park(operation: Operation, life: Life, isAtWork: boolean, counted: () => OperationCount): void {
    this.#parked.push(operation);
    this.#untold += 1;
    if (this.#round !== undefined) {
      this.ended(operation);
      return;
    }
    if (this.awaitsDirective || !isAtWork) return;
    this.awaitsDirective = true;
    this.#untold = 0;
    const fault = this.#place.judge(operation.error, 'operation');
    this.#place.reportFault(life, fault, { operations: counted() });
  }

  /** Takes out everything that is parked and whose caller still waits. */
  takeAll(): readonly Operation[] {
    const parked = this.#parked.filter(({ isCancelled }) => !isCancelled);
    this.#parked = [];
    return parked;
  }

  /** Begins a round: it ends when each of these has ended, and recovers when nothing is parked then. */
  beginRound(
    operations: readonly Operation[],
    life: Life,
    attempt: (operation: Operation) => void,
  ) {
    this.#round = new Set(operations);
    for (const operation of operations) attempt(operation);
    if (operations.length === 0) this.#endRound(life);
  }

  /** An attempt has ended, well or not. */
  ended(operation: Operation): void {
    const { life } = this.#place;
    const isLast = this.#round?.delete(operation) === true && this.#round.size === 0;
    if (isLast && life !== undefined) this.#endRound(life);
  }

  /** Operations that are being tried again right now: nothing else is begun before they have ended. */
  get round(): readonly Operation[] {
    return [...(this.#round ?? [])];
  }

  /** The life is over, and the round with it. */
  abortRound(): void {
    this.#round = undefined;
  }

  /** A directive that is not a retry has come. */
  forgetUntold(): void {
    this.#untold = 0;
  }

  #endRound(life: Life): void {
    this.#round = undefined;
    const faults = this.#parked.map(({ error }) => this.#place.judge(error, 'operation'));
    const [first, ...others] = faults;
    if (first === undefined) {
      this.#place.reportAttempt(life);
      return;
    }
    const more = Math.max(0, this.#untold - 1);
    this.#untold = 0;
    this.#place.reportAttempt(life, others.reduce(worse, first), more);
  }
}

function worse(a: JudgedFault, b: JudgedFault): JudgedFault {
  return compareSeverity(a.severity, b.severity) >= 0 ? a : b;
}
