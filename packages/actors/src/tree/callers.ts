import type { Caller } from './caller.ts';

/**
 * Whose hook is being called right now: hooks that are called from hooks stand in each other. Outside
 * of all others a call costs two writes, because every request is one.
 */
export class Callers {
  /** Those around the current one, the innermost last. */
  readonly #outer: Caller[] = [];
  #current: Caller | undefined;

  /** Undefined outside of hooks, and in what is done on behalf of nobody. */
  get current(): Caller | undefined {
    return this.#current;
  }

  /** Answers what `leave` wants back. */
  enter(caller: Caller | undefined): Caller | undefined {
    const outer = this.#current;
    if (outer !== undefined) this.#outer.push(outer);
    this.#current = caller;
    return outer;
  }

  leave(outer: Caller | undefined): void {
    if (outer !== undefined) this.#outer.pop();
    this.#current = outer;
  }

  /** Calls a hook. Only until it returns: what it does after an `await` is not seen here. */
  call<Value>(caller: Caller | undefined, hook: () => Value): Value {
    const outer = this.enter(caller);
    try {
      return hook();
    } finally {
      this.leave(outer);
    }
  }

  /**
   * Does something that is not the current hook's own, though it comes to pass while that is called:
   * another service's work, an observer's. What is asked there is not what the hook waits for.
   */
  asNobody<Result>(act: () => Result): Result {
    return this.#current === undefined ? act() : this.call(undefined, act);
  }

  /** All whose hooks have not returned. */
  all(): readonly Caller[] {
    return this.#current === undefined ? this.#outer : [...this.#outer, this.#current];
  }
}
