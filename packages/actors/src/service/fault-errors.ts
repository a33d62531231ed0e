/** How many thrown values of one incident are kept: the first, and as many of the last. */
const KEPT = 9;

/**
 * The thrown values themselves, by fault id: they never go into the reducer's state or into events,
 * which are plain data. Let go of when the incident closes, but for the last, which says why a
 * degraded or failed service is where it is.
 */
export class FaultErrors {
  readonly #kept: { readonly faultId: string; readonly error: unknown }[] = [];
  last: unknown;

  add(faultId: string, error: unknown): void {
    this.last = error;
    this.#kept.push({ faultId, error });
    if (this.#kept.length > KEPT) this.#kept.splice(1, 1);
  }

  get(faultId: string): unknown {
    return this.#kept.find((fault) => fault.faultId === faultId)?.error;
  }

  forgetAllButLast(): void {
    this.#kept.length = 0;
  }
}
