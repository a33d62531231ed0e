import { formatDuration, type SupervisorSpec } from '@kintsugi/core';
import type { NodeChild, TreeNode } from '../tree-node.ts';
import { shortestWait } from '../wait.ts';
import type { Finding } from './finding.ts';
import type { Inspected } from './findings.ts';
import { counted } from '../../counted.ts';
import { listed } from '../words.ts';

/** So many that come at once are a load of their own. */
const A_CROWD = 10;

/** Children that start in the same instant, against the same thing. */
export function togetherFindings({ node }: Inspected): readonly Finding[] {
  const dependencies = node.children.flatMap((child) => ofDependency(node, child));
  return [...dependencies, ...node.children.flatMap((child) => ofInstances(node, child))];
}

function ofDependency(node: TreeNode, dependency: NodeChild): readonly Finding[] {
  const dependants = node.children.filter(({ spec }) => spec.dependsOn.includes(dependency.id));
  const paused = dependants.filter(({ spec }) => spec.pausesWithDependency).length;
  if (paused < 2) return [];
  return [
    {
      rule: 'restarts-together',
      severity: paused < A_CROWD ? 'info' : 'warning',
      path: dependency.path,
      message: `${counted(paused, 'dependant')} that pause with it start in the same instant when it is back`,
      hint: 'a start that bears so many at once; or a chain of dependsOn, which starts one after the other',
    },
  ];
}

function ofInstances(
  { spec }: TreeNode,
  { path, amount, profile: { steps } }: NodeChild,
): readonly Finding[] {
  const { backoff } = spec.policy.restart;
  const isSpread = backoff.jitter !== undefined && backoff.jitter !== 'none';
  const isRestarted = [...steps].some((step) => step.endsWith(' restart'));
  if (amount < A_CROWD || isSpread || !isRestarted) return [];
  return [
    {
      rule: 'restarts-together',
      severity: 'info',
      path,
      message: `${counted(amount, 'instance')} have the same waits (${waitsOf(spec)}): those that fail together are restarted together`,
      hint: "policy.restart.backoff: firstAttempt: 'delayed' and jitter: 'full'",
    },
  ];
}

function waitsOf({ policy: { restart } }: SupervisorSpec): string {
  const shown = Array.from({ length: Math.min(3, restart.maxAttempts) }, (_, index) =>
    formatDuration(shortestWait(restart.backoff, index + 1)),
  );
  return restart.maxAttempts > shown.length ? `${shown.join(', ')}, …` : listed(shown);
}
