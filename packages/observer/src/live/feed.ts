import { type FeedOptions, Session } from './session.ts';
import { tellFailure } from './tell-failure.ts';
import type { Viewer } from './viewer.ts';

/** For how long a viewer that was cut off finds what it has missed. */
const LINGER_MS = 10_000;
/** What waits for one is bounded; so is what waits for all. */
const MOST_VIEWERS = 64;

/**
 * What all viewers of a tree are told. Nothing listens to the tree before the first has come, and nothing 10 s
 * after the last has gone: until then one that comes back is told what happened meanwhile.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #viewers = new Set<Viewer>();
  #session: Session | undefined;
  #revision = 0;
  /** Set while nobody looks, until nobody has for long enough. */
  #ending: unknown;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** What was told since the first viewer came; undefined while nobody looks. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Tells at once what is told in the next batch otherwise. */
  settle(): void {
    this.#session?.settle();
  }

  /** Whether nobody else may come. */
  get isFull(): boolean {
    return this.#viewers.size >= MOST_VIEWERS;
  }

  join(viewer: Viewer): void {
    const session = (this.#session ??= this.#begin());
    this.#stay();
    this.#viewers.add(viewer);
    try {
      viewer.whole(session.whole());
    } catch (error) {
      this.#viewers.delete(viewer);
      if (this.#viewers.size === 0) this.#end();
      throw error;
    }
  }

  /** Somebody is there. */
  #stay(): void {
    if (this.#ending !== undefined) this.#options.clock.clearTimeout(this.#ending);
    this.#ending = undefined;
  }

  /** For a viewer that has missed something. */
  readonly catchUp = (viewer: Viewer): void => {
    if (this.#session === undefined || !this.#viewers.has(viewer)) return;
    try {
      viewer.whole(this.#session.whole());
    } catch (error) {
      viewer.end();
      tellFailure(this.#options.tree, error);
    }
  };

  leave(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return;
    this.#ending = this.#options.clock.setTimeout(() => this.#end(), LINGER_MS);
  }

  #end(): void {
    this.#stay();
    this.#revision = this.#session?.revision ?? this.#revision;
    this.#session?.end();
    this.#session = undefined;
  }

  /** Everybody has to go. */
  close(): void {
    for (const viewer of this.#viewers) {
      viewer.end();
      this.leave(viewer);
    }
    this.#end();
  }

  #begin(): Session {
    const audience = {
      delta: (message: string) => {
        for (const viewer of this.#viewers) viewer.delta(message);
      },
      beat: (message: string, at: number) => {
        for (const viewer of this.#viewers) viewer.beat(message, at);
      },
    };
    return new Session(this.#options, audience, this.#revision);
  }
}
