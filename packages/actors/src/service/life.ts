import type { Service } from './service.ts';

/** One life of a worker: from a start to its end. What it reports is fenced by being compared to the current one. */
export class Life {
  /** Rises with every order; the fence that reports carry. */
  epoch: number;
  readonly incarnation: number;
  /** What it is made from, to its end: the service may be described otherwise by then. */
  readonly service: Service;
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
  /** It was left behind: tells that it has ended after all. */
  onLateEnd: (() => void) | undefined;
  #controller: AbortController | undefined;
  #abortReason: (() => unknown) | undefined;

  constructor(epoch: number, incarnation: number, service: Service) {
    this.epoch = epoch;
    this.incarnation = incarnation;
    this.service = service;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#abortReason !== undefined) this.#controller.abort(this.#abortReason());
    }
    return this.#controller.signal;
  }

  /** The reason is made when a signal has been read: an error and a controller cost more than a restart. */
  abort(reason: () => unknown): void {
    this.#abortReason = reason;
    this.#controller?.abort(reason());
  }
}
