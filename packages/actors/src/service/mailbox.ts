/** First in, first out; who leaves in between leaves no gap. All in constant time. */
export class Mailbox<Message> {
  readonly #messages = new Set<Message>();
  /** Goes on where it was: a new one would step over every message that has gone before. */
  readonly #front = this.#messages.values();

  get size(): number {
    return this.#messages.size;
  }

  /** Those that are next, up to so many. */
  peek(most: number): readonly Message[] {
    const next: Message[] = [];
    for (const message of this.#messages) {
      if (next.length >= most) break;
      next.push(message);
    }
    return next;
  }

  push(message: Message): void {
    this.#messages.add(message);
  }

  shift(): Message | undefined {
    // An iterator that has come to its end would not see what is pushed later.
    if (this.#messages.size === 0) return undefined;
    const { value } = this.#front.next();
    if (value !== undefined) this.#messages.delete(value);
    return value;
  }

  remove(message: Message): void {
    this.#messages.delete(message);
  }
}
