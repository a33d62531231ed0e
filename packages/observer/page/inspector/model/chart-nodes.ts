import { type Fields, fieldsOf, textIn } from './fields.ts';

/** A state of a configuration, and where it is. */
export interface ChartNode {
  readonly id: string;
  readonly key: string;
  readonly config: Fields;
  readonly parent: ChartNode | undefined;
  readonly children: Map<string, ChartNode>;
}

export type Nodes = ReadonlyMap<string, ChartNode>;

/** What nobody could read any more: whoever sends it may be anybody. */
const MOST_DEEP = 25;
const MOST_STATES = 2_000;

/** All states of a machine's configuration, with the ids that XState gives them. */
export function chartNodes(definition: Fields): { readonly root: ChartNode; readonly byId: Nodes } {
  const byId = new Map<string, ChartNode>();
  const rootId = textIn(definition, 'id') ?? '(machine)';
  const visit = (config: Fields, key: string, path: string, parent?: ChartNode): ChartNode => {
    const id = textIn(config, 'id') ?? path;
    const node: ChartNode = { id, key, config, parent, children: new Map() };
    byId.set(id, node);
    if (depthOf(node) >= MOST_DEEP) return node;
    for (const [name, inner] of Object.entries(fieldsOf(config['states'])))
      if (byId.size < MOST_STATES)
        node.children.set(name, visit(fieldsOf(inner), name, `${path}.${name}`, node));
    return node;
  };
  return { root: visit(definition, textIn(definition, 'key') ?? rootId, rootId), byId };
}

function depthOf({ parent }: ChartNode): number {
  return parent === undefined ? 0 : depthOf(parent) + 1;
}

/** Where transitions of a state lead, by id; a target that is not there is shown as it is written. */
export function targetIds(
  targets: readonly string[],
  from: ChartNode,
  byId: Nodes,
): readonly string[] {
  return targets.map((target) => targetOf(target, from, byId)?.id ?? target);
}

/** `#id`, `#id.child`, `.child`, or a sibling. */
function targetOf(target: string, from: ChartNode, byId: Nodes): ChartNode | undefined {
  if (target.startsWith('#')) return byIdAndPath(target.slice(1), byId);
  if (target.startsWith('.')) return below(from, target.slice(1));
  return below(from.parent ?? from, target);
}

/** An id may hold dots itself: the longest that is known counts. */
function byIdAndPath(text: string, byId: Nodes): ChartNode | undefined {
  for (let end = text.length; end > 0; end = text.lastIndexOf('.', end - 1)) {
    const node = byId.get(text.slice(0, end));
    if (node !== undefined) return end === text.length ? node : below(node, text.slice(end + 1));
  }
  return undefined;
}

function below(node: ChartNode, path: string): ChartNode | undefined {
  let found: ChartNode | undefined = node;
  for (const key of path.split('.')) found = found?.children.get(key);
  return found ?? node.children.get(path);
}
