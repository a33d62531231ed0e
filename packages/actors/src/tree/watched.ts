import type { OpenMonitor } from './monitor.ts';

/** A place in the tree that is watched or lies above one: what must be remembered to know an end. */
export class Watched {
  readonly path: string;
  readonly above: Watched | undefined;
  readonly below = new Set<Watched>();
  readonly monitors = new Set<OpenMonitor>();
  /** A supervisor between the decision to end and its end: its children may come back with it. */
  isEnding = false;
  /** A supervisor whose last end was its own doing. */
  gaveUp = false;

  constructor(path: string, above: Watched | undefined) {
    this.path = path;
    this.above = above;
    above?.below.add(this);
  }

  get top(): Watched {
    return this.above === undefined ? this : this.above.top;
  }
}
