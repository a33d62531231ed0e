/** First in, first out; both ends in constant time. */
export class Mailbox<Message> {
  #items: (Message | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** The one that is next. */
  get first(): Message | undefined {
    return this.#items[this.#head];
  }

  push(message: Message): void {
    this.#items.push(message);
  }

  shift(): Message | undefined {
    const message = this.#items[this.#head];
    if (message === undefined) return undefined;
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head * 2 > this.#items.length) this.#compact();
    return message;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
