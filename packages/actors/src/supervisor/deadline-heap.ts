import type { TimerKind } from '@kintsugi/core';
import type { ChildDeadline } from './supervised.ts';

/** What a deadline is for: the reducer's, a child's own, and the sweep for requests that take too long. */
export type DeadlineKind = TimerKind | ChildDeadline | 'sweep';

/** One deadline of one child. */
export interface Deadline {
  /** When it is due; `Infinity` when it was taken back. */
  at: number;
  /** The instant by which it stands in the heap: not after the one at which it is due. */
  standsAt: number;
  /** Rises with every `set`: of those that are due at one instant, which was set first. */
  order: number;
  /** By which it stands in the heap. */
  standsOrder: number;
  readonly id: string;
  readonly kind: DeadlineKind;
  /** Where it stands in the heap; -1 while it stands in none. */
  index: number;
}

/**
 * Deadlines by the instant at which they stand, the earliest first. What becomes of a deadline while it
 * stands here does not move it: a later one is put where it belongs when it comes to the top.
 */
export class DeadlineHeap {
  #heap: Deadline[] = [];

  get first(): Deadline | undefined {
    return this.#heap[0];
  }

  get size(): number {
    return this.#heap.length;
  }

  /** Puts a deadline where it belongs now: one that stands here already only forward. */
  stand(deadline: Deadline): void {
    deadline.standsAt = deadline.at;
    deadline.standsOrder = deadline.order;
    if (deadline.index === -1) {
      deadline.index = this.#heap.length;
      this.#heap.push(deadline);
    }
    this.#rise(deadline);
  }

  removeFirst(): void {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first !== undefined) first.index = -1;
    if (last === undefined || last === first) return;
    this.#place(last, 0);
    this.#sink(last);
  }

  /** All of them, which stand nowhere then. */
  takeAll(): readonly Deadline[] {
    const all = this.#heap;
    this.#heap = [];
    for (const deadline of all) deadline.index = -1;
    return all;
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
  const isSameInstant = a.standsAt === b.standsAt;
  return isSameInstant ? a.standsOrder < b.standsOrder : a.standsAt < b.standsAt;
}
