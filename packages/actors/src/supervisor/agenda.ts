import type { Clock } from '../tree/clock.ts';

/** What a deadline is for. */
export type DeadlineKind = string;

interface Deadline {
  at: number;
  readonly order: number;
  readonly id: string;
  readonly kind: DeadlineKind;
  /** Where it stands in the heap. */
  index: number;
}

/**
 * All deadlines of one supervisor, on at most one timer of the clock. XState's own timers are not
 * used: every stop of any actor scans all of them.
 */
export class Agenda {
  readonly #clock: Clock;
  readonly #onDue: (id: string, kind: DeadlineKind) => void;
  readonly #heap: Deadline[] = [];
  readonly #byKind = new Map<DeadlineKind, Map<string, Deadline>>();
  /** Those of the firing under way that have not had their turn. */
  readonly #firing = new Set<Deadline>();
  #order = 0;
  #timer: unknown;
  #armedFor = Infinity;

  constructor(clock: Clock, onDue: (id: string, kind: DeadlineKind) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Sets the deadline of this kind for this child, in place of an earlier one. */
  set(id: string, kind: DeadlineKind, at: number): void {
    this.#remove(id, kind);
    const deadline: Deadline = { at, order: this.#order++, id, kind, index: this.#heap.length };
    const ofKind = this.#byKind.get(kind) ?? new Map<string, Deadline>();
    this.#byKind.set(kind, ofKind.set(id, deadline));
    this.#heap.push(deadline);
    this.#rise(deadline);
    this.#arm();
  }

  /** Takes a deadline back; nothing when there is none. */
  cancel(id: string, kind: DeadlineKind): void {
    if (this.#remove(id, kind)) this.#arm();
  }

  /** Takes all of them back. */
  clear(): void {
    this.#heap.length = 0;
    this.#byKind.clear();
    this.#firing.clear();
    this.#arm();
  }

  /** Answers whether there was one. */
  #remove(id: string, kind: DeadlineKind): boolean {
    const ofKind = this.#byKind.get(kind);
    const deadline = ofKind?.get(id);
    if (deadline === undefined) return false;
    ofKind?.delete(id);
    if (!this.#firing.delete(deadline)) this.#removeFromHeap(deadline);
    return true;
  }

  #removeFromHeap(deadline: Deadline): void {
    const last = this.#heap.pop();
    if (last === undefined || last === deadline) return;
    last.index = deadline.index;
    this.#heap[last.index] = last;
    this.#rise(last);
    this.#sink(last);
  }

  #arm(): void {
    const next = this.#heap[0]?.at ?? Infinity;
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
    const now = this.#clock.now();
    for (let first = this.#heap[0]; first !== undefined && first.at <= now; first = this.#heap[0]) {
      this.#removeFromHeap(first);
      this.#firing.add(first);
    }
    this.#arm();
    for (const { id, kind } of this.#firing) {
      this.#remove(id, kind);
      this.#onDue(id, kind);
    }
  }

  #rise(deadline: Deadline): void {
    for (let index = deadline.index; index > 0;) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above];
      if (parent === undefined || isBefore(parent, deadline)) break;
      this.#place(parent, index);
      index = above;
      this.#place(deadline, index);
    }
  }

  #sink(deadline: Deadline): void {
    for (;;) {
      const left = this.#heap[2 * deadline.index + 1];
      const right = this.#heap[2 * deadline.index + 2];
      const child =
        right !== undefined && left !== undefined && isBefore(right, left) ? right : left;
      if (child === undefined || isBefore(deadline, child)) return;
      const { index } = child;
      this.#place(child, deadline.index);
      this.#place(deadline, index);
    }
  }

  #place(deadline: Deadline, index: number): void {
    this.#heap[index] = deadline;
    deadline.index = index;
  }
}

function isBefore(a: Deadline, b: Deadline): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** A longer delay overflows the platform's timers and fires at once; the agenda then arms again. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Rounded up: a timer that fires early would find nothing due. */
function clampDelay(delayMs: number): number {
  return Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(delayMs)));
}
