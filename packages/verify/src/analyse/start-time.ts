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
  const { strategy } = node.spec;
  if (strategy === 'simple_one_for_one') return { atMostMs: 0, unlimited: [] };
  if (strategy === 'one_for_all') return allTogether(node, startWithinMs);
  const dependencies = ({ spec }: NodeChild) =>
    node.children.filter(({ id }) => spec.dependsOn.includes(id));
  const takes = (child: NodeChild) => startOf(node, child, startWithinMs);
  return inTurn({ node, takes, after: dependencies });
}

/** Each restart of one brings those before it down with it, and up again, with budgets of their own. */
function allTogether(node: TreeNode, startWithinMs: number): LongestTime {
  const unlimited: string[] = [];
  let upMs = 0;
  let stopsMs = 0;
  for (const child of node.children) {
    const once = startOnce(child, startWithinMs);
    stopsMs += stopOf(child).atMostMs;
    const before = upMs;
    const againMs = once.atMostMs + before;
    upMs = before + once.atMostMs + healing(node.spec, child, { againMs, stopsMs });
    unlimited.push(...unlimitedBy(child, once, upMs));
  }
  return { atMostMs: upMs, unlimited };
}

function startOf({ spec }: TreeNode, child: NodeChild, startWithinMs: number): LongestTime {
  const once = startOnce(child, startWithinMs);
  const stopsMs = stopOf(child).atMostMs;
  const atMostMs = once.atMostMs + healing(spec, child, { againMs: once.atMostMs, stopsMs });
  return { atMostMs, unlimited: unlimitedBy(child, once, atMostMs) };
}

function startOnce({ path, below }: NodeChild, startWithinMs: number): LongestTime {
  if (below !== undefined) return startTime(below, startWithinMs);
  return { atMostMs: startWithinMs, unlimited: startWithinMs === Infinity ? [path] : [] };
}

/** What is unlimited below is named there. */
function unlimitedBy({ path }: NodeChild, once: LongestTime, atMostMs: number): readonly string[] {
  return atMostMs === Infinity && once.atMostMs !== Infinity ? [path] : once.unlimited;
}

const MOST_ATTEMPTS = 10_000;

interface Again {
  /** What starting once more takes, with all that is started again before it. */
  readonly againMs: number;
  /** What the stop before it takes. */
  readonly stopsMs: number;
}

/** Restarts of a start that goes on failing, until the chain leaves off. */
function healing(spec: SupervisorSpec, child: NodeChild, again: Again): number {
  const canFail = child.profile.lifeMs !== Infinity;
  if (spec.policy.initialStartFailure !== 'heal' || !canFail) return 0;
  return Math.max(...SEVERITIES.map((severity) => healingOf(spec, child, severity, again)));
}

function healingOf(
  { policy }: SupervisorSpec,
  { profile: { steps } }: NodeChild,
  severity: Severity,
  { againMs, stopsMs }: Again,
): number {
  const chain = policy.chains[severity].filter((step) => steps.has(`${severity} ${step}`));
  // How long a step of the user's own runs is nobody's to say.
  if (chain.some((step) => step in policy.customSteps)) return Infinity;
  if (!chain.includes('restart')) return 0;
  const { maxAttempts, backoff } = policy.restart;
  if (maxAttempts > MOST_ATTEMPTS) return Infinity;
  let sumMs = 0;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1)
    sumMs += Math.max(stopsMs, longestWait(backoff, attempt, severity)) + againMs;
  return sumMs;
}
