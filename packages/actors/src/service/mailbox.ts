/** First in, first out; who leaves in between leaves no gap. All in constant time. */
export class Mailbox<Message> {
  readonly #messages = new Set<Message>();

  get size(): number {
    return this.#messages.size;
  }

  push(message: Message): void {
    this.#messages.add(message);
  }

  shift(): Message | undefined {
    for (const message of this.#messages) {
      this.#messages.delete(message);
      return message;
    }
    return undefined;
  }

  remove(message: Message): void {
    this.#messages.delete(message);
  }
}
