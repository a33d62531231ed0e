import type { IncidentLedger } from '../past/incident-ledger.ts';
import { type FeedOptions, Session } from './session.ts';
import { tellFailure } from './tell-failure.ts';
import type { Viewer } from './viewer.ts';

/** What waits for one is bounded; so is what waits for all. */
const MOST_VIEWERS = 64;

/**
 * What all viewers of a tree are told. Nothing listens to the tree before the first has come, and nothing after
 * the last has gone.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #viewers = new Set<Viewer>();
  #session: Session | undefined;
  #revision = 0;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** The steps of incidents since the first viewer came; undefined while nobody looks. */
  get incidents(): IncidentLedger | undefined {
    return this.#session?.incidents;
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
    this.#viewers.add(viewer);
    viewer.whole(session.frame);
  }

  /** For a viewer that has missed something. */
  readonly catchUp = (viewer: Viewer): void => {
    if (this.#session === undefined || !this.#viewers.has(viewer)) return;
    try {
      viewer.whole(this.#session.frame);
    } catch (error) {
      viewer.end();
      tellFailure(this.#options.tree, error);
    }
  };

  leave(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return;
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
  }

  #begin(): Session {
    const audience = {
      delta: (message: string) => {
        for (const viewer of this.#viewers) viewer.delta(message);
      },
      beat: () => {
        for (const viewer of this.#viewers) viewer.beat();
      },
    };
    return new Session(this.#options, audience, this.#revision);
  }
}
