import { pathAbove } from '../view/node-view.ts';

/** Paths, each below the one above it, so that to find those within one costs no more than there are of them. */
export class KnownPaths {
  readonly #known = new Set<string>();
  readonly #below = new Map<string, Set<string>>();

  has(path: string): boolean {
    return this.#known.has(path);
  }

  add(path: string): void {
    if (this.#known.has(path)) return;
    this.#known.add(path);
    const above = pathAbove(path);
    if (above === undefined) return;
    const beside = this.#below.get(above) ?? new Set();
    this.#below.set(above, beside.add(path));
  }

  /** What is known below it stays known. */
  delete(path: string): void {
    this.#known.delete(path);
    const above = pathAbove(path);
    const beside = above === undefined ? undefined : this.#below.get(above);
    beside?.delete(path);
    if (above !== undefined && beside?.size === 0) this.#below.delete(above);
  }

  /** It and all that is below it. */
  within(path: string): readonly string[] {
    const found = this.#known.has(path) ? [path] : [];
    const open = [path];
    for (const each of open)
      for (const below of this.#below.get(each) ?? []) {
        found.push(below);
        open.push(below);
      }
    return found;
  }
}
