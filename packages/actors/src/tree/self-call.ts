import type { Caller } from './caller.ts';
import { SelfCallError } from './errors.ts';

/** Whoever must have ended before a service can begin a request that comes now. */
export interface Obstacle {
  readonly by: readonly Caller[];
  /** A place becomes free when one of them ends; a start, a step or a round of retries must end as a whole. */
  readonly until: 'one ends' | 'all end';
  /** What the service is doing, as the end of a sentence, and what would help. */
  readonly doing: string;
  readonly remedy: string;
}

/** Where a request can go. */
export interface Askable {
  readonly path: string;
  readonly obstacle: Obstacle | undefined;
}

/**
 * The error for an ask that nobody could ever answer, because whoever must end first waits for the
 * caller itself; undefined for one that may be merely slow. OTP's `calling_self`, through any number
 * of services.
 */
export function selfCall(caller: Caller, service: Askable): SelfCallError | undefined {
  const { obstacle } = service;
  if (obstacle === undefined) return undefined;
  const way = new WaitSearch(caller).wayFrom(service);
  return way && new SelfCallError([...way, service.path], obstacle.doing, obstacle.remedy);
}

/** Follows who waits for whom. A way is told as the paths of the services on it, up to the caller's. */
class WaitSearch {
  readonly #caller: Caller;
  /** Found to wait for the caller, or being looked at: services that wait for each other do not go on. */
  readonly #stuck: Askable[] = [];

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** The way from a service that can begin nothing before the caller has ended. */
  wayFrom(service: Askable): readonly string[] | undefined {
    if (this.#stuck.includes(service)) return [service.path];
    const looked = this.#stuck.push(service);
    const way = this.#wayThrough(service.obstacle);
    // What was found on the way supposed that this one is stuck.
    if (way === undefined) this.#stuck.length = looked - 1;
    return way;
  }

  #wayThrough(obstacle: Obstacle | undefined): readonly string[] | undefined {
    let first: readonly string[] | undefined;
    for (const holder of obstacle?.by ?? []) {
      const way = this.#wayOf(holder);
      if (way === undefined && obstacle?.until === 'one ends') return undefined;
      first ??= way;
    }
    return first;
  }

  #wayOf(caller: Caller): readonly string[] | undefined {
    if (caller === this.#caller) return [caller.path];
    for (const { operation } of caller.asks ?? []) {
      const way = operation.isWaiting ? this.wayFrom(operation.owner) : this.#wayOf(operation);
      if (way !== undefined) return [caller.path, ...way];
    }
    return undefined;
  }
}
