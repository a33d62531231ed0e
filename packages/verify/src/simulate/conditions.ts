import type { InjectionOf } from './injection.ts';
import type { SimulatedError } from './simulated-error.ts';

/** What the world has in store for one service. It lasts when the whole tree is started anew. */
export class Conditions {
  readonly nextStarts: InjectionOf<'failStart' | 'slowStart'>[] = [];
  readonly nextStops: InjectionOf<'failStop' | 'slowStop'>[] = [];
  readonly nextFallbacks: SimulatedError[] = [];
  readonly nextDegrades: SimulatedError[] = [];
  /** Errors of the outages that last. */
  readonly outages: SimulatedError[] = [];
  /** Factors of the slowdowns that last. */
  readonly slowdowns: number[] = [];
  starts = 0;
  stops = 0;

  /** Everything takes so many times as long: what the worst slowdown says. */
  get slowness(): number {
    return Math.max(1, ...this.slowdowns);
  }
}

/** The conditions of every service, made when they are first looked at. */
export class World {
  readonly #conditions = new Map<string, Conditions>();

  at(path: string): Conditions {
    const known = this.#conditions.get(path);
    if (known !== undefined) return known;
    const conditions = new Conditions();
    this.#conditions.set(path, conditions);
    return conditions;
  }
}
