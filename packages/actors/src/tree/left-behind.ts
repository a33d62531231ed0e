/** A life that would not end in time and has not ended since: it was abandoned, and is fenced off. */
export interface Leftover {
  /** Path of the child whose life it is. */
  readonly path: string;
  /** Which of its lives. */
  readonly incarnation: number;
}

/**
 * Everything in a tree that would not end, until it has. Lives tell of themselves, because events
 * cannot: of those below an abandoned supervisor nobody reports any more.
 */
export class LeftBehind {
  readonly #leftovers = new Set<Leftover>();

  /** Returns how to tell that it has ended after all. */
  add(path: string, incarnation: number): () => void {
    const leftover: Leftover = { path, incarnation };
    this.#leftovers.add(leftover);
    return () => {
      this.#leftovers.delete(leftover);
    };
  }

  /** Those at this path and below it, in the order in which they were left; `''` is the whole tree. */
  below(path: string): readonly Leftover[] {
    return [...this.#leftovers].filter(
      (leftover) => path === '' || leftover.path === path || leftover.path.startsWith(`${path}/`),
    );
  }

  /** The paths of all of them, each once; undefined when there is none. */
  get paths(): readonly string[] | undefined {
    if (this.#leftovers.size === 0) return undefined;
    return [...new Set([...this.#leftovers].map(({ path }) => path))];
  }
}
