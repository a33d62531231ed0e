import type { LongestTime } from './analysis.ts';
import type { NodeChild, TreeNode } from './tree-node.ts';

/** How long each child of a supervisor takes, and whom it waits for. */
interface Turns {
  readonly node: TreeNode;
  readonly takes: (child: NodeChild) => LongestTime;
  /** Whose turn must be over before this one's. */
  readonly after: (child: NodeChild) => readonly NodeChild[];
}

/**
 * How long all children of a supervisor take: one after the other; or side by side, where some depend on others, each
 * after those that it waits for; instances all at once.
 */
export function inTurn({ node, takes, after }: Turns): LongestTime {
  const { children, spec } = node;
  const each = children.map(takes);
  const unlimited = each.flatMap((time) => time.unlimited);
  const isSideBySide = children.some((child) => child.spec.dependsOn.length > 0);
  if (!isSideBySide && spec.strategy !== 'simple_one_for_one')
    return { atMostMs: each.reduce((sum, { atMostMs }) => sum + atMostMs, 0), unlimited };
  const known = new Map<NodeChild, number>();
  const overAt = (child: NodeChild): number => {
    const before = known.get(child);
    if (before !== undefined) return before;
    const at = takes(child).atMostMs + Math.max(0, ...after(child).map(overAt));
    known.set(child, at);
    return at;
  };
  const present = children.filter(({ amount }) => amount > 0);
  return { atMostMs: Math.max(0, ...present.map(overAt)), unlimited };
}
