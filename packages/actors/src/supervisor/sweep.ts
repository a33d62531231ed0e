import type { Supervised } from './supervised.ts';

/**
 * Looks after requests that take too long: one deadline a supervisor, and none while nothing is in
 * flight.
 */
export class Sweep {
  readonly #busy = new Map<string, Supervised>();
  readonly #setDeadline: (at: number) => void;
  #at = Infinity;

  constructor(setDeadline: (at: number) => void) {
    this.#setDeadline = setDeadline;
  }

  join(id: string, child: Supervised, dueAt: number): void {
    this.#busy.set(id, child);
    this.#armAt(dueAt);
  }

  /** Forgets everything; its deadline has been taken back. */
  clear(): void {
    this.#busy.clear();
    this.#at = Infinity;
  }

  /** Ends what has taken too long, and looks again when the next will have. */
  run(now: number): void {
    this.#at = Infinity;
    let next = Infinity;
    for (const [id, child] of this.#busy) {
      const due = child.sweep(now);
      if (due === Infinity) this.#busy.delete(id);
      else next = Math.min(next, due);
    }
    this.#armAt(next);
  }

  #armAt(at: number): void {
    if (at >= this.#at) return;
    this.#at = at;
    this.#setDeadline(at);
  }
}
