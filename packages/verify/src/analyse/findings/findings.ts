import type { SupervisorAnalysis } from '../analysis.ts';
import type { TreeNode } from '../tree-node.ts';
import { crashLoopFindings } from './crash-loop-findings.ts';
import type { Finding, FindingSeverity } from './finding.ts';
import { levelFindings } from './level-findings.ts';
import { stepFindings } from './step-findings.ts';
import { timeFindings } from './time-findings.ts';
import { togetherFindings } from './together-findings.ts';
import { windowFindings } from './window-findings.ts';

/** A supervisor that is looked at, and what is known of it. */
export interface Inspected {
  readonly node: TreeNode;
  readonly analysis: SupervisorAnalysis;
}

/** What the reader of the findings has said. */
export interface Expectations {
  readonly startWithinMs: number;
  readonly tolerablePerHour: number;
}

const RULES: readonly ((inspected: Inspected, expectations: Expectations) => readonly Finding[])[] =
  [crashLoopFindings, stepFindings, windowFindings, levelFindings, togetherFindings, timeFindings];

const RANKS = { error: 0, warning: 1, info: 2 } as const satisfies Record<FindingSeverity, number>;

/** Everything that is to be said of a tree, the worst first, else in the order of the tree. */
export function findingsOf(
  supervisors: readonly Inspected[],
  expectations: Expectations,
): readonly Finding[] {
  return supervisors
    .flatMap((inspected) => RULES.flatMap((rule) => rule(inspected, expectations)))
    .toSorted((one, other) => RANKS[one.severity] - RANKS[other.severity]);
}
