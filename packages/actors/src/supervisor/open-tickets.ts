import type { CommandResult } from '@kintsugi/core';

/** Operators' commands that have not been answered. */
export class OpenTickets {
  readonly #answers = new Map<number, (result: CommandResult) => void>();
  #last = 0;

  /** Hands a new ticket to `send`. Resolves with its answer. */
  open(send: (ticket: number) => void): Promise<CommandResult> {
    this.#last += 1;
    const ticket = this.#last;
    return new Promise((resolve) => {
      this.#answers.set(ticket, resolve);
      send(ticket);
    });
  }

  answer(ticket: number, result: CommandResult): void {
    this.#answers.get(ticket)?.(result);
    this.#answers.delete(ticket);
  }

  /** Nobody will answer any more. */
  close(result: CommandResult): void {
    for (const [ticket] of this.#answers) this.answer(ticket, result);
  }
}
