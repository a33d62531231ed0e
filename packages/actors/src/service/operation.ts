import { type Caller, CallerTree } from '../tree/caller.ts';
import { OpenAsks } from '../tree/open-asks.ts';
import type { AnyTree } from '../tree/paths.ts';
import type { Askable } from '../tree/self-call.ts';
import type { TreeContext } from '../tree/tree-context.ts';
import { checkedExit } from './exit.ts';
import type { Life } from './life.ts';
import { requestId } from './request-id.ts';
import type { FallbackContext, RequestContext, ServiceExit } from './service.ts';

/** What an operation needs of its service. */
export interface OperationOwner extends Askable {
  readonly tree: TreeContext;
}

/** What few requests have. Apart, because every one would pay for it. */
interface OperationExtras {
  /** How its service ends when this attempt has succeeded. */
  exit?: ServiceExit | undefined;
  /** What it has asked for in its turn. */
  asks?: OpenAsks | undefined;
}

/** One request on its way: what `handle` and `fallback` get as their context, and how it is answered. */
export class Operation implements RequestContext<unknown>, FallbackContext, Caller {
  readonly request: unknown;
  readonly owner: OperationOwner;
  #resolve: ((reply: unknown) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #life: Life | undefined;
  #controller: AbortController | undefined;
  #requestId: string | undefined;
  attempt = 0;
  /** What has become of this attempt. */
  #stage: 'waiting' | 'handled' | 'over' | 'failed' = 'waiting';
  #extras: OperationExtras | undefined;
  /** When this attempt began: milliseconds of the clock. */
  startedAt = 0;
  /** What its last attempt threw. */
  error: unknown;
  /** What its caller has: `unwanted` when it no longer waits for one. */
  #answer: 'awaited' | 'given' | 'unwanted' = 'awaited';
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
    this.owner = owner;
    this.request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get kind(): 'ask' | 'tell' {
    return this.#reject === undefined ? 'tell' : 'ask';
  }

  /** Its caller has its answer, or wants none. */
  get isSettled(): boolean {
    return this.#answer !== 'awaited';
  }

  /** Its caller no longer waits for an answer. */
  get isCancelled(): boolean {
    return this.#answer === 'unwanted';
  }

  get resource(): unknown {
    return this.#life?.resource;
  }

  get incarnation(): number {
    return this.#life?.incarnation ?? 0;
  }

  get requestId(): string {
    this.#requestId ??= requestId(this.owner.tree.random);
    return this.#requestId;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.abortReason !== undefined) this.#controller.abort(this.abortReason);
    }
    return this.#controller.signal;
  }

  // As a caller.

  get path(): string {
    return this.owner.path;
  }

  get tree(): AnyTree {
    return new CallerTree(this.owner.tree, this);
  }

  get asks(): OpenAsks | undefined {
    return this.#extras?.asks;
  }

  openAsks(): OpenAsks {
    const extras = this.#extra();
    extras.asks ??= new OpenAsks();
    return extras.asks;
  }

  #extra(): OperationExtras {
    this.#extras ??= {};
    return this.#extras;
  }

  /** A request that has been answered may go on asking, until the life that answered it ends. */
  get endedBy(): unknown {
    if (this.abortReason !== undefined) return this.abortReason;
    return this.#stage === 'handled' ? undefined : this.#life?.endedBy;
  }

  /** Whether nothing has been done for it yet. */
  get isWaiting(): boolean {
    return this.#stage === 'waiting';
  }

  /** Of the attempt in which it is read. */
  get exit(): (exit?: ServiceExit) => void {
    const { attempt } = this;
    return (exit = 'normal') => {
      if (this.attempt === attempt) this.#exitWith(checkedExit(exit));
    };
  }

  #exitWith(exit: ServiceExit): void {
    if (this.#stage === 'over') this.#life?.exit(exit);
    if (this.#stage !== 'handled') return;
    this.#extra().exit = exit;
    this.#life?.leave(exit);
  }

  /** Begins the next attempt, in this life. */
  begin(life: Life | undefined): void {
    this.#life = life;
    this.#controller = undefined;
    this.abortReason = undefined;
    this.attempt += 1;
    this.#stage = 'handled';
  }

  /** Nothing of this attempt is waited for any more: with it ends the service, when it has said so. */
  attemptOver(): void {
    this.#stage = 'over';
    if (this.#extras === undefined) return;
    const { exit } = this.#extras;
    this.#leaveAttempt(this.#extras);
    if (exit !== undefined) this.#life?.exit(exit);
  }

  /** The fault is what counts: who fails has not done its work. */
  attemptFailed(): void {
    this.#stage = 'failed';
    if (this.#extras === undefined) return;
    if (this.#extras.exit !== undefined) this.#life?.leave(undefined);
    this.#leaveAttempt(this.#extras);
  }

  #leaveAttempt({ asks }: OperationExtras): void {
    if (asks !== undefined) this.#life?.adopt(asks);
    this.#extras = undefined;
  }

  abort(reason: unknown): void {
    this.abortReason = reason;
    this.#controller?.abort(reason);
    this.#extras?.asks?.abort(reason);
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
    if (this.#answer === 'awaited') this.#answer = 'given';
    this.onSettled?.();
  }

  /** The caller gives up: it learns why, and whoever works on the request by its signal. */
  cancel(reason: unknown): void {
    if (this.isSettled) return;
    this.#answer = 'unwanted';
    this.onCancelled?.();
    this.reject(reason);
    this.abort(reason);
  }
}
