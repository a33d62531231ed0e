import { SEVERITIES, type Severity, type SupervisorSpec } from '@kintsugi/core';
import type { LongestTime } from './analysis.ts';
import { inTurn } from './in-turn.ts';
import { stopOf } from './stop-time.ts';
import type { NodeChild, TreeNode } from './tree-node.ts';
import { longestWait } from './wait.ts';

/**
 * From a supervisor's start until all of its children have come to rest, at worst: every start takes as long as it may and
 * then fails, every stop after it takes as long as it may, and every wait is the longest. A bound: an
 * intensity may end it before.
 */
export function startTime(node: TreeNode, startWithinMs: number): LongestTime {
  if (node.spec.strategy === 'simple_one_for_one') return { atMostMs: 0, unlimited: [] };
  const dependencies = ({ spec }: NodeChild) =>
    node.children.filter(({ id }) => spec.dependsOn.includes(id));
  const takes = (child: NodeChild) => startOf(node, child, startWithinMs);
  return inTurn({ node, takes, after: dependencies });
}

function startOf({ spec }: TreeNode, child: NodeChild, startWithinMs: number): LongestTime {
  const one: LongestTime =
    child.below === undefined
      ? { atMostMs: startWithinMs, unlimited: startWithinMs === Infinity ? [child.path] : [] }
      : startTime(child.below, startWithinMs);
  const canFail = child.lifeMs !== Infinity;
  const isTriedAgain = spec.policy.initialStartFailure === 'heal' && canFail;
  if (!isTriedAgain || one.atMostMs === Infinity) return one;
  const lasting = SEVERITIES.map((severity) => healing(spec, child, severity, one.atMostMs));
  const atMostMs = one.atMostMs + Math.max(0, ...lasting);
  return { atMostMs, unlimited: atMostMs === Infinity ? [child.path] : [] };
}

const MOST_ATTEMPTS = 10_000;

/** Restarts of a start that goes on failing, until the chain leaves off. */
function healing(
  { policy }: SupervisorSpec,
  child: NodeChild,
  severity: Severity,
  startMs: number,
): number {
  const chain = policy.chains[severity].filter((step) => child.steps.has(`${severity} ${step}`));
  // How long a step of the user's own runs is nobody's to say.
  if (chain.some((step) => step in policy.customSteps)) return Infinity;
  if (!chain.includes('restart')) return 0;
  const { maxAttempts, backoff } = policy.restart;
  if (maxAttempts > MOST_ATTEMPTS) return Infinity;
  const stopMs = stopOf(child).atMostMs;
  let sumMs = 0;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1)
    sumMs += Math.max(stopMs, longestWait(backoff, attempt, severity)) + startMs;
  return sumMs;
}
