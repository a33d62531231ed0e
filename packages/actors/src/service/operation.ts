import type { FallbackContext, RequestContext } from './service.ts';
import type { Life } from './life.ts';

/** What an operation needs of its service. */
export interface OperationOwner {
  readonly newRequestId: () => string;
}

/** One request on its way: what `handle` and `fallback` get as their context, and how it is answered. */
export class Operation implements RequestContext<unknown>, FallbackContext {
  readonly request: unknown;
  readonly #owner: OperationOwner;
  #resolve: ((reply: unknown) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #life: Life | undefined;
  #controller: AbortController | undefined;
  #requestId: string | undefined;
  attempt = 0;
  /** When this attempt began: milliseconds of the clock. */
  startedAt = 0;
  /** What its last attempt threw. */
  error: unknown;
  /** Its caller has its answer. */
  isSettled = false;
  /** Its caller no longer waits for an answer. */
  isCancelled = false;
  onSettled: (() => void) | undefined;
  /** Takes it out of the mailbox that it waits in. */
  onCancelled: (() => void) | undefined;
  /** Why this attempt was aborted, when it was: an error with that cause is no fault. */
  abortReason: unknown;

  constructor(
    owner: OperationOwner,
    request: unknown,
    resolve?: (reply: unknown) => void,
    reject?: (error: unknown) => void,
  ) {
    this.#owner = owner;
    this.request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get kind(): 'ask' | 'tell' {
    return this.#reject === undefined ? 'tell' : 'ask';
  }

  get resource(): unknown {
    return this.#life?.resource;
  }

  get incarnation(): number {
    return this.#life?.incarnation ?? 0;
  }

  get requestId(): string {
    this.#requestId ??= this.#owner.newRequestId();
    return this.#requestId;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.abortReason !== undefined) this.#controller.abort(this.abortReason);
    }
    return this.#controller.signal;
  }

  /** Begins the next attempt, in this life. */
  begin(life: Life | undefined): void {
    this.#life = life;
    this.#controller = undefined;
    this.abortReason = undefined;
    this.attempt += 1;
  }

  abort(reason: unknown): void {
    this.abortReason = reason;
    this.#controller?.abort(reason);
  }

  resolve(reply: unknown): void {
    this.#resolve?.(reply);
    this.#settled();
  }

  reject(error: unknown): void {
    this.#reject?.(error);
    this.#settled();
  }

  #settled(): void {
    this.isSettled = true;
    this.onSettled?.();
  }

  /** The caller gives up: it learns why, and whoever works on the request by its signal. */
  cancel(reason: unknown): void {
    if (this.isSettled) return;
    this.isCancelled = true;
    this.onCancelled?.();
    this.reject(reason);
    this.abort(reason);
  }
}
