import type { LongestTime } from './analysis.ts';
import { inTurn } from './in-turn.ts';
import type { NodeChild, TreeNode } from './tree-node.ts';

/**
 * From the order to stop until everything below a supervisor is stopped or abandoned, at worst: no child
 * stops before its `shutdown` is over. In reverse start order; where children depend on each other, each as
 * soon as those that depend on it have gone.
 */
export function stopTime(node: TreeNode): LongestTime {
  const dependants = ({ id }: NodeChild) =>
    node.children.filter(({ spec }) => spec.dependsOn.includes(id));
  return inTurn({ node, takes: stopOf, after: dependants });
}

/** One child's stop. A supervisor's own limit cuts that of everything below it short. */
export function stopOf({ path, spec, below }: NodeChild): LongestTime {
  const limitMs = spec.shutdown === 'brutal_kill' ? 0 : spec.shutdown;
  if (below === undefined)
    return { atMostMs: limitMs, unlimited: limitMs === Infinity ? [path] : [] };
  const needed = stopTime(below);
  return needed.atMostMs <= limitMs ? needed : { atMostMs: limitMs, unlimited: [] };
}
