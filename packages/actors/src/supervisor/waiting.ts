import type { CommandResult } from '@kintsugi/core';

/** Who waits for a supervisor: operators for an answer, and whoever has asked it to stop. */
export class Waiting {
  readonly #answers = new Map<number, (result: CommandResult) => void>();
  readonly #whenEnded = new Set<() => void>();
  #tickets = 0;

  /** A number under which an answer is waited for. */
  ticket(resolve: (result: CommandResult) => void): number {
    this.#tickets += 1;
    this.#answers.set(this.#tickets, resolve);
    return this.#tickets;
  }

  answer(ticket: number, result: CommandResult): void {
    this.#answers.get(ticket)?.(result);
    this.#answers.delete(ticket);
  }

  whenEnded(resolve: () => void): void {
    this.#whenEnded.add(resolve);
  }

  /** It has ended: nobody waits any longer. */
  release(): void {
    for (const resolve of this.#answers.values())
      resolve({ ok: false, reason: 'stopped', state: 'stopped' });
    this.#answers.clear();
    for (const resolve of this.#whenEnded) resolve();
    this.#whenEnded.clear();
  }
}
