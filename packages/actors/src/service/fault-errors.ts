/** How many thrown values of one incident are kept: the first, and as many of the last. */
const KEPT = 9;

/**
 * The thrown values themselves, by fault id: they never go into the reducer's state or into events,
 * which are plain data. Let go of when the incident closes, but for the last, which says why a
 * degraded or failed service is where it is.
 */
export class FaultErrors {
  readonly #errors = new Map<string, unknown>();
  last: unknown;

  add(faultId: string, error: unknown): void {
    this.last = error;
    this.#errors.set(faultId, error);
    if (this.#errors.size <= KEPT) return;
    const [, second] = this.#errors.keys();
    if (second !== undefined) this.#errors.delete(second);
  }

  get(faultId: string): unknown {
    return this.#errors.get(faultId);
  }

  forgetAllButLast(): void {
    this.#errors.clear();
  }
}
