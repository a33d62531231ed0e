interface Judged {
  readonly faultId: string;
  readonly error: unknown;
}

/**
 * The thrown values themselves, by fault id: they never go into the reducer's state or into events,
 * which are plain data. Only that of the fault told last is kept, because an error may hold on to a
 * whole dead worker; it also says why a degraded or failed service is where it is.
 */
export class FaultErrors {
  #told: Judged | undefined;
  /** Judged together; one of them will be told. */
  #judged: Judged[] = [];

  get last(): unknown {
    return this.#told?.error;
  }

  add(faultId: string, error: unknown): void {
    this.#judged.push({ faultId, error });
  }

  /** This fault is told; those that were judged with it are only counted. */
  tell(faultId: string): void {
    const told = this.#judged.find((judged) => judged.faultId === faultId);
    if (told !== undefined) this.#told = told;
    this.#judged.length = 0;
  }

  get(faultId: string): unknown {
    return this.#told?.faultId === faultId ? this.#told.error : undefined;
  }
}
