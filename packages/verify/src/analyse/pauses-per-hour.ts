import { SEVERITIES } from '@kintsugi/core';
import type { NodeChild, TreeNode } from './tree-node.ts';

const HOUR_MS = 3_600_000;

/**
 * How often within an hour a child that pauses is started again because a dependency has come back: a
 * bound. A dependency goes down by itself only into `degraded`, and waits there for at least the first
 * wait of its way back.
 */
export function pausesPerHour(node: TreeNode, { spec }: NodeChild): number {
  if (!spec.pausesWithDependency) return 0;
  const { baseMs } = node.spec.policy.recovery;
  const dependencies = node.children.filter(({ id }) => spec.dependsOn.includes(id));
  return dependencies.reduce((sum, dependency) => {
    const own = degrades(dependency) ? Math.ceil(HOUR_MS / baseMs) : 0;
    return sum + own + pausesPerHour(node, dependency);
  }, 0);
}

function degrades({ profile: { steps } }: NodeChild): boolean {
  return SEVERITIES.some((severity) => steps.has(`${severity} fallback`));
}
