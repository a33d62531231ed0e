import type { Clock } from '@kintsugi/actors';

interface Timer {
  readonly at: number;
  /** Timers of one instant fire in the order in which they were set. */
  readonly order: number;
  readonly account: Account;
  callback: (() => void) | undefined;
}

/** Timers of one owner that are set. */
interface Account {
  pending: number;
}

/** A clock for one owner, who can be asked whether any of its timers is left. */
export interface OwnClock extends Clock {
  /** Timers that are set. */
  readonly pending: number;
}

/**
 * Time that passes only when it is told to: from timer to timer, or to an instant. A heap, because millions of timers
 * are set in a simulated week.
 */
export class VirtualClock {
  readonly #heap: Timer[] = [];
  #now = 0;
  #order = 0;
  #stale = 0;

  get now(): number {
    return this.#now;
  }

  /** When the next timer is due; `Infinity` when none is set. */
  get nextAt(): number {
    while (this.#heap[0]?.callback === undefined && this.#heap.length > 0) {
      this.#removeFirst();
      this.#stale -= 1;
    }
    return this.#heap[0]?.at ?? Infinity;
  }

  /** Fires one timer, the next that is due. */
  fireNext(): void {
    if (this.nextAt === Infinity) return;
    const timer = this.#removeFirst();
    if (timer?.callback === undefined) return;
    this.#now = Math.max(this.#now, timer.at);
    timer.account.pending -= 1;
    const { callback } = timer;
    // Who takes it back from now on takes back nothing.
    timer.callback = undefined;
    callback();
  }

  /** Nothing is due before this instant. */
  moveTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  /** The same time for one owner. */
  own(): OwnClock {
    const account: Account = { pending: 0 };
    return {
      now: () => this.#now,
      setTimeout: (callback, delayMs) => this.#set(account, callback, delayMs),
      clearTimeout: (timer) => this.#clear(timer),
      get pending() {
        return account.pending;
      },
    };
  }

  #set(account: Account, callback: () => void, delayMs: number): Timer {
    this.#order += 1;
    const at = this.#now + Math.max(0, delayMs);
    const timer: Timer = { at, order: this.#order, account, callback };
    account.pending += 1;
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return timer;
  }

  #clear(timer: unknown): void {
    if (!isTimer(timer) || timer.callback === undefined) return;
    timer.callback = undefined;
    timer.account.pending -= 1;
    this.#stale += 1;
    if (this.#stale > MOST_STALE && this.#stale > this.#heap.length / 2) this.#dropStale();
  }

  #dropStale(): void {
    const live = this.#heap.filter(({ callback }) => callback !== undefined);
    this.#stale = 0;
    this.#heap.length = 0;
    // Sorted is a heap.
    this.#heap.push(...live.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)));
  }

  #removeFirst(): Timer | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last === undefined || last === first) return first;
    this.#heap[0] = last;
    this.#sink(0);
    return first;
  }

  #rise(from: number): void {
    const heap = this.#heap;
    for (let index = from; index > 0;) {
      const above = (index - 1) >> 1;
      if (!swapsWith(heap, above, index)) return;
      index = above;
    }
  }

  #sink(from: number): void {
    const heap = this.#heap;
    for (let index = from; ;) {
      const left = 2 * index + 1;
      const below = isBeforeAt(heap, left + 1, left) ? left + 1 : left;
      if (!swapsWith(heap, index, below)) return;
      index = below;
    }
  }
}

/** So many timers that were taken back may stand in the heap, before it is made anew. */
const MOST_STALE = 256;

function isTimer(value: unknown): value is Timer {
  return typeof value === 'object' && value !== null && 'account' in value;
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function isBeforeAt(heap: readonly Timer[], one: number, other: number): boolean {
  const [a, b] = [heap[one], heap[other]];
  return a !== undefined && b !== undefined && isBefore(a, b);
}

/** Puts the two in order; answers whether they were not. */
function swapsWith(heap: Timer[], above: number, below: number): boolean {
  const [a, b] = [heap[above], heap[below]];
  if (a === undefined || b === undefined || !isBefore(b, a)) return false;
  heap[above] = b;
  heap[below] = a;
  return true;
}
