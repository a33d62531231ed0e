import type { Caller } from '../tree/caller.ts';
import { OpenAsks } from '../tree/open-asks.ts';
import type { Service, ServiceExit } from './service.ts';
import type { WorkPlace } from './work.ts';

/** What few lives have. Apart, because each of 100,000 idle services would pay for it. */
interface LifeExtras {
  leaving?: ServiceExit | undefined;
  hasExited?: boolean;
  startInfo?: unknown;
  asks?: OpenAsks | undefined;
  onLateEnd?: (() => void) | undefined;
}

/** One life of a worker: from a start to its end. What it reports is fenced by being compared to the current one. */
export class Life implements Caller {
  readonly place: WorkPlace;
  /** Rises with every order; the fence that reports carry. */
  epoch: number;
  readonly incarnation: number;
  /** What it is made from, to its end: the service may be described otherwise by then. */
  readonly service: Service;
  /** What `start` returned. */
  resource: unknown;
  /** When its start ended, well or not: milliseconds of the clock. */
  startedAt: number | undefined;
  /**
   * Its end: ordered, from then on it may not speak for the service; killed, without cleanup, nobody
   * waits to hear of it; abandoned, it has been given up waiting for.
   */
  ending: 'ordered' | 'killed' | 'abandoned' | undefined;
  /** What aborts, or once it is aborted and nobody has looked: why. */
  #abort: AbortController | (() => unknown) | undefined;
  #extras: LifeExtras | undefined;

  constructor(place: WorkPlace, epoch: number, incarnation: number) {
    this.service = place.service;
    this.place = place;
    this.epoch = epoch;
    this.incarnation = incarnation;
  }

  get path(): string {
    return this.place.path;
  }

  /** The start has not ended yet. */
  get isStarting(): boolean {
    return this.startedAt === undefined;
  }

  /** It was left behind: tells that it has ended after all. */
  get onLateEnd(): (() => void) | undefined {
    return this.#extras?.onLateEnd;
  }

  set onLateEnd(tell: (() => void) | undefined) {
    this.#extra().onLateEnd = tell;
  }

  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  get signal(): AbortSignal {
    if (this.#abort instanceof AbortController) return this.#abort.signal;
    const controller = new AbortController();
    if (this.#abort !== undefined) controller.abort(this.#abort());
    this.#abort = controller;
    return controller.signal;
  }

  /** The reason is made when a signal has been read: an error and a controller cost more than a restart. */
  abort(reason: () => unknown): void {
    if (this.#abort instanceof AbortController) this.#abort.abort(reason());
    else this.#abort ??= reason;
    const { asks } = this;
    if (asks === undefined) return;
    // What it has asked until now is not what its stop waits for.
    this.#extra().asks = undefined;
    asks.abort(this.signal.reason);
  }

  #extra(): LifeExtras {
    this.#extras ??= {};
    return this.#extras;
  }

  /** How it will end, once it has said that its work is done: nothing new is begun then. */
  get leaving(): ServiceExit | undefined {
    return this.#extras?.leaving;
  }

  /** Says that its work is done, or that it is not after all. */
  leave(exit: ServiceExit | undefined): void {
    if (this.#extras?.hasExited !== true) this.#extra().leaving = exit;
  }

  /** Ends by itself: told once, and only by the life that may speak for the service. */
  exit(exit: ServiceExit): void {
    const { place } = this;
    if (place.life !== this || this.isEnding || this.#extras?.hasExited === true) return;
    this.leave(exit);
    // A start that is under way has to succeed first.
    if (this.isStarting) return;
    this.#extra().hasExited = true;
    place.tree.callers.asNobody(() => place.reportExit(this, exit));
  }

  /** What its start has to say to whoever asked for it. */
  get startInfo(): unknown {
    return this.#extras?.startInfo;
  }

  tellStarter(info: unknown): void {
    if (this.isStarting && !this.isEnding) this.#extra().startInfo = info;
  }

  // As a caller: what its hooks ask, but for `handle` and `fallback`.

  get asks(): OpenAsks | undefined {
    return this.#extras?.asks;
  }

  openAsks(): OpenAsks {
    const extras = this.#extra();
    extras.asks ??= new OpenAsks();
    return extras.asks;
  }

  /** What its requests have asked and not waited for ends with it, too. */
  adopt(asks: OpenAsks): void {
    asks.handOver(this.openAsks());
    if (this.isEnding) this.asks?.abort(this.signal.reason);
  }

  get endedBy(): unknown {
    return this.isEnding ? this.signal.reason : undefined;
  }
}
