import { setImmediate } from 'node:timers/promises';

/** What takes long to make is made once for all who ask for it in the same turn, as they do who have waited for the last. */
export class SharedRead<Result> {
  readonly #read: () => Result;
  #next: Promise<Result> | undefined;

  constructor(read: () => Result) {
    this.#read = read;
  }

  result(): Promise<Result> {
    this.#next ??= this.#later();
    return this.#next;
  }

  async #later(): Promise<Result> {
    await setImmediate();
    this.#next = undefined;
    return this.#read();
  }
}
