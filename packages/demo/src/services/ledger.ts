import { StateCorruptionError } from '@kintsugi/actors';

/** A transfer that loses one of its legs, every so many. */
const LOSES_A_LEG_EVERY = 3;

/**
 * Books transfers in memory. Its invariant: all balances together are 0. It has a bug that breaks
 * it: of every third transfer only the credit is booked.
 */
export class Ledger {
  readonly #balances = new Map<string, number>();
  #transfers = 0;

  /**
   * @returns how many transfers it has booked
   * @throws StateCorruptionError when the books do not balance any more
   */
  transfer(from: string, to: string, amount: number): number {
    this.#transfers += 1;
    if (this.#transfers % LOSES_A_LEG_EVERY !== 0) this.#book(from, -amount);
    this.#book(to, amount);
    this.#check();
    return this.#transfers;
  }

  #book(account: string, amount: number): void {
    this.#balances.set(account, (this.#balances.get(account) ?? 0) + amount);
  }

  #check(): void {
    const sum = [...this.#balances.values()].reduce((total, balance) => total + balance, 0);
    if (sum !== 0) throw new StateCorruptionError(`the books do not balance: ${sum} too much`);
  }
}
