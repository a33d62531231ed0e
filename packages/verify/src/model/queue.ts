import { Interned } from './interned.ts';

/** Mailboxes by number: each is a list of messages, which are numbers too, first in, first out. */
export class Queues {
  readonly #lists = new Interned<readonly number[]>();
  readonly #pushed = new Map<number, number>();
  readonly #rests: number[] = [];
  readonly #staled = new Map<number, number>();
  readonly #stale: (message: number, mask: number) => number;
  longest = 0;

  /** @param stale - what becomes of a message when the epochs of these children have risen */
  constructor(stale: (message: number, mask: number) => number) {
    this.#stale = stale;
    this.#add([]);
  }

  /** The number of the empty one is 0. */
  #add(list: readonly number[]): number {
    this.longest = Math.max(this.longest, list.length);
    return this.#lists.add(list, list.join());
  }

  list(queue: number): readonly number[] {
    return this.#lists.at(queue);
  }

  /** The message that is next; -1 when there is none. */
  head(queue: number): number {
    return this.#lists.at(queue)[0] ?? -1;
  }

  rest(queue: number): number {
    return (this.#rests[queue] ??= this.#add(this.#lists.at(queue).slice(1)));
  }

  push(queue: number, message: number): number {
    const key = queue * MOST_MESSAGES + message;
    let pushed = this.#pushed.get(key);
    if (pushed === undefined) {
      pushed = this.#add([...this.#lists.at(queue), message]);
      this.#pushed.set(key, pushed);
    }
    return pushed;
  }

  /** With what is stale from now on. */
  staled(queue: number, mask: number): number {
    if (mask === 0 || queue === 0) return queue;
    const key = queue * MOST_MASKS + mask;
    let staled = this.#staled.get(key);
    if (staled === undefined) {
      staled = this.#add(this.#lists.at(queue).map((message) => this.#stale(message, mask)));
      this.#staled.set(key, staled);
    }
    return staled;
  }
}

const MOST_MESSAGES = 65_536;
const MOST_MASKS = 256;
