import type { Clock } from '../tree/clock.ts';
import { type Deadline, DeadlineHeap, type DeadlineKind } from './deadline-heap.ts';

const NONE: readonly Deadline[] = [];

/** So many deadlines that were taken back may stand in the heap beside the others, before it is made anew. */
const MOST_STALE = 64;

/**
 * All deadlines of one supervisor, on at most one timer of the clock. XState's own timers are not
 * used: every stop of any actor scans all of them.
 *
 * Deadlines are set and taken back at every fault and seldom come to be due: one that is taken back, or
 * put off, stays where it is in the heap until it comes to the top.
 */
export class Agenda {
  readonly #clock: Clock;
  readonly #onDue: (id: string, kind: DeadlineKind) => void;
  readonly #heap = new DeadlineHeap();
  readonly #byKind = new Map<DeadlineKind, Map<string, Deadline>>();
  /** Deadlines that are set. */
  #live = 0;
  /** Those of the firing under way. */
  #due: readonly Deadline[] = NONE;
  #order = 0;
  #timer: unknown;
  #armedFor = Infinity;

  constructor(clock: Clock, onDue: (id: string, kind: DeadlineKind) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Sets the deadline of this kind for this child, in place of an earlier one. */
  set(id: string, kind: DeadlineKind, at: number): void {
    const deadline = this.#find(id, kind);
    if (deadline.at === Infinity) this.#live += 1;
    deadline.at = at;
    deadline.order = this.#order++;
    if (deadline.index === -1 || at < deadline.standsAt) this.#heap.stand(deadline);
    this.#arm();
  }

  #find(id: string, kind: DeadlineKind): Deadline {
    let ofKind = this.#byKind.get(kind);
    if (ofKind === undefined) {
      ofKind = new Map();
      this.#byKind.set(kind, ofKind);
    }
    let deadline = ofKind.get(id);
    if (deadline === undefined) {
      deadline = {
        at: Infinity,
        standsAt: Infinity,
        order: 0,
        standsOrder: 0,
        id,
        kind,
        index: -1,
      };
      ofKind.set(id, deadline);
    }
    return deadline;
  }

  /** Takes a deadline back; nothing when there is none. */
  cancel(id: string, kind: DeadlineKind): void {
    const deadline = this.#byKind.get(kind)?.get(id);
    if (deadline === undefined || deadline.at === Infinity) return;
    deadline.at = Infinity;
    this.#live -= 1;
    if (this.#live === 0) this.clear();
    else if (this.#heap.size > 2 * this.#live + MOST_STALE) this.#rebuild();
  }

  /** Takes all of them back. */
  clear(): void {
    for (const deadline of this.#heap.takeAll()) this.#forget(deadline);
    for (const deadline of this.#due) if (deadline.index === -1) this.#forget(deadline);
    this.#live = 0;
    this.#arm();
  }

  #forget(deadline: Deadline): void {
    deadline.at = Infinity;
    const ofKind = this.#byKind.get(deadline.kind);
    if (ofKind?.get(deadline.id) === deadline) ofKind.delete(deadline.id);
  }

  /** What was taken back is dropped. */
  #rebuild(): void {
    for (const deadline of this.#heap.takeAll())
      if (deadline.at === Infinity) this.#forget(deadline);
      else this.#heap.stand(deadline);
  }

  #arm(): void {
    const next = this.#heap.first?.standsAt ?? Infinity;
    // A timer that comes before the next deadline finds nothing due and arms again: that is rarer
    // than a fault, which would move it each time.
    if (next === this.#armedFor || (next > this.#armedFor && next !== Infinity)) return;
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#armedFor = next;
    this.#timer =
      next === Infinity
        ? undefined
        : this.#clock.setTimeout(() => this.#fire(), clampDelay(next - this.#clock.now()));
  }

  #fire(): void {
    this.#timer = undefined;
    this.#armedFor = Infinity;
    this.#due = this.#takeDue(this.#clock.now());
    this.#arm();
    for (const deadline of this.#due) {
      // Set anew by what an earlier one has brought about.
      if (deadline.index !== -1) continue;
      const { at, id, kind } = deadline;
      this.#forget(deadline);
      // Taken back by it.
      if (at === Infinity) continue;
      this.#live -= 1;
      this.#onDue(id, kind);
    }
    this.#due = NONE;
  }

  /** In the order in which they were set, where they are due at one instant. */
  #takeDue(now: number): readonly Deadline[] {
    const due: Deadline[] = [];
    for (let first = this.#heap.first; first !== undefined; first = this.#heap.first) {
      if (first.standsAt > now) break;
      this.#heap.removeFirst();
      if (first.at === Infinity) this.#forget(first);
      else if (first.at > now || first.order !== first.standsOrder) this.#heap.stand(first);
      else due.push(first);
    }
    return due;
  }
}

/** A longer delay overflows the platform's timers and fires at once; the agenda then arms again. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Rounded up: a timer that fires early would find nothing due. */
function clampDelay(delayMs: number): number {
  return Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(delayMs)));
}
