/** One life of a worker: from a start to its end. What it reports is fenced by being compared to the current one. */
export class Life {
  /** Rises with every order; the fence that reports carry. */
  epoch: number;
  readonly incarnation: number;
  /** What `start` returned. */
  resource: unknown;
  /** The start has not ended yet. */
  isStarting = true;
  /** Its end has been ordered: from then on it may not speak for the service. */
  isEnding = false;
  /** It has been ended without cleanup: nobody waits to hear of it. */
  isKilled = false;
  /** It has been given up waiting for. */
  isAbandoned = false;
  #controller: AbortController | undefined;

  constructor(epoch: number, incarnation: number) {
    this.epoch = epoch;
    this.incarnation = incarnation;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(reason);
  }
}
