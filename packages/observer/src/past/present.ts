import type { NodeView } from '../protocol/frame.ts';
import { pathAbove } from '../view/node-view.ts';

/** How a tree looks now, by place. */
export class Present {
  readonly #nodes: ReadonlyMap<string, NodeView>;
  readonly #children = new Map<string, string[]>();

  constructor(nodes: readonly NodeView[]) {
    this.#nodes = new Map(nodes.map((node) => [node.path, node]));
    for (const { path } of nodes) this.#addChild(path);
  }

  nodeAt(path: string): NodeView | undefined {
    return this.#nodes.get(path);
  }

  /** Ids of the children of a supervisor. */
  childrenOf(path: string): readonly string[] {
    return this.#children.get(path) ?? [];
  }

  #addChild(path: string): void {
    const above = pathAbove(path);
    if (above === undefined) return;
    const siblings = this.#children.get(above) ?? [];
    siblings.push(path.slice(path.lastIndexOf('/') + 1));
    this.#children.set(above, siblings);
  }
}
