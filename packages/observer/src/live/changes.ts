import type { Tree } from '@kintsugi/actors';
import { type Look, lookAt } from '@kintsugi/actors/inspection';
import type { NodeView } from '../protocol/frame.ts';
import type { ChartTable } from '../view/chart-table.ts';
import { looksFrom } from '../view/looks.ts';
import { isFading, nodeView, pathAbove } from '../view/node-view.ts';
import { KnownPaths } from './known-paths.ts';

/** What a batch of changes comes to. */
export interface Changed {
  readonly nodes: readonly NodeView[];
  readonly gone: readonly string[];
}

interface Batch {
  readonly at: number;
  readonly nodes: Map<string, NodeView>;
  readonly gone: Set<string>;
}

/**
 * What the viewers know of a tree, and what has changed since: only paths are remembered as it happens, and
 * only these are looked at.
 */
export class Changes {
  readonly #tree: Tree<unknown>;
  readonly #charts: ChartTable;
  readonly #redact: (data: unknown) => unknown;
  /** Every path that has been told. */
  readonly #known = new KnownPaths();
  readonly #changed = new Set<string>();
  /** Supervisors whose children may be others than before. */
  readonly #rearranged = new Set<string>();
  readonly #cameFrom = new Map<string, string>();
  /** Supervisors whose restarts are forgotten with time, without an event. */
  readonly #fading = new Set<string>();

  constructor(tree: Tree<unknown>, charts: ChartTable, redact: (data: unknown) => unknown) {
    this.#tree = tree;
    this.#charts = charts;
    this.#redact = redact;
  }

  add(path: string): void {
    this.#changed.add(path);
  }

  moved(path: string, cameFrom: string | undefined): void {
    this.#changed.add(path);
    if (cameFrom !== undefined) this.#cameFrom.set(path, cameFrom);
  }

  rearranged(path: string): void {
    this.#rearranged.add(path);
    this.#changed.add(path);
  }

  /** Looks again at what changes by time alone. Answers whether there is any. */
  fade(): boolean {
    for (const path of this.#fading) this.#changed.add(path);
    return this.#fading.size > 0;
  }

  /** All there is, in the order of the tree. */
  whole(at: number): readonly NodeView[] {
    return [...looksFrom(this.#tree, '')].map((look) => this.#view(look, at));
  }

  /** What has changed; forgotten with that. */
  take(at: number): Changed {
    // Nobody else tells that everything has.
    if (this.#changed.has('') && lookAt(this.#tree, '')?.hasEndedAtOnce === true)
      this.#rearranged.add('');
    const batch: Batch = { at, nodes: new Map(), gone: new Set() };
    const looks = new Map(
      [...this.#withThoseAbove()].map((path) => [path, lookAt(this.#tree, path)] as const),
    );
    const walked = new Set([...looks].filter((each) => this.#isToBeWalked(each)).map(pathOfLook));
    for (const [path, look] of looks) {
      // Who is walked from above is not walked again.
      if (hasAbove(walked, path)) continue;
      if (look === undefined) this.#forget(path, batch);
      else if (walked.has(path)) this.#walk(path, batch);
      else batch.nodes.set(path, this.#view(look, at));
    }
    this.#changed.clear();
    this.#rearranged.clear();
    return { nodes: [...batch.nodes.values()], gone: [...batch.gone] };
  }

  /** A supervisor looks otherwise by what its children do: it counts them and their restarts. */
  #withThoseAbove(): ReadonlySet<string> {
    const above = [...this.#changed].flatMap((path) => pathAbove(path) ?? []);
    return new Set([...above, ...this.#changed]);
  }

  #isToBeWalked([path, look]: readonly [string, Look | undefined]): boolean {
    if (look?.supervisor === undefined) return false;
    return this.#rearranged.has(path) || !this.#known.has(path);
  }

  #walk(path: string, { nodes, gone, at }: Batch): void {
    const before = this.#known.within(path);
    for (const look of looksFrom(this.#tree, path)) nodes.set(look.path, this.#view(look, at));
    for (const known of before)
      if (!nodes.has(known)) {
        gone.add(known);
        this.#drop(known);
      }
  }

  /** It, and all that was below it. */
  #forget(path: string, { gone }: Batch): void {
    for (const each of this.#known.within(path)) {
      gone.add(each);
      this.#drop(each);
    }
  }

  #drop(path: string): void {
    this.#known.delete(path);
    this.#cameFrom.delete(path);
    this.#fading.delete(path);
  }

  #view(look: Look, at: number): NodeView {
    const { path } = look;
    const viewing = { at, charts: this.#charts, redact: this.#redact };
    const view = nodeView(look, viewing, this.#cameFrom.get(path));
    this.#known.add(path);
    if (isFading(view)) this.#fading.add(path);
    else this.#fading.delete(path);
    return view;
  }
}

function pathOfLook([path]: readonly [string, unknown]): string {
  return path;
}

function hasAbove(paths: ReadonlySet<string>, path: string): boolean {
  for (let above = pathAbove(path); above !== undefined; above = pathAbove(above))
    if (paths.has(above)) return true;
  return false;
}
