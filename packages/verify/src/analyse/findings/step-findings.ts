import { SEVERITIES, type Severity } from '@kintsugi/core';
import { severitiesOf } from '../chain-answer.ts';
import { grouped } from '../grouped.ts';
import { reachableSteps } from '../reachable-steps.ts';
import { tripsBeforeBudget } from '../trips-before-budget.ts';
import type { NodeChild, TreeNode } from '../tree-node.ts';
import type { Finding } from './finding.ts';
import type { Expectations, Inspected } from './findings.ts';
import { counted } from '../../counted.ts';
import { listed, within } from '../words.ts';

/** Steps that no sequence of faults leads to, budgets that nothing spends, and what only a person ends. */
export function stepFindings(
  { node }: Inspected,
  { startWithinMs }: Expectations,
): readonly Finding[] {
  const able = node.children.filter(({ profile }) => profile.lifeMs !== Infinity);
  if (able.length === 0) return [];
  const seen: Seen = { node, able, startWithinMs };
  return [...neverReached(seen), ...budgetsNeverSpent(seen), ...waitsForAPerson(seen)];
}

interface Seen {
  readonly node: TreeNode;
  /** Children that can have faults. */
  readonly able: readonly NodeChild[];
  readonly startWithinMs: number;
}

/** A step of one severity's chain that nothing leads to. */
interface Unreached {
  readonly severity: Severity;
  readonly step: string;
  readonly because: string;
}

function neverReached(seen: Seen): readonly Finding[] {
  const { spec } = seen.node;
  const reached = new Set(seen.able.flatMap((child) => [...stepsOf(seen, child)]));
  const unreached = SEVERITIES.flatMap((severity) =>
    spec.policy.chains[severity]
      .filter((step) => !reached.has(`${severity} ${step}`))
      .map((step): Unreached => ({ severity, step, because: whyNever(seen, severity, step) })),
  );
  return grouped(unreached, ({ step, because }) => `${step}: ${because}`).map((same) => {
    const [{ step, because }] = same;
    const severities = listed(same.map(({ severity }) => severity));
    // A chain has to end in one of these, and there has to be a chain, whether anything leads there or not.
    const isOfNoUse = because === NO_SUCH_FAULT || because === ALWAYS_RAISED;
    const isDemanded = step === 'fail' || step === 'escalate' || isOfNoUse;
    return {
      rule: 'step-never-reached',
      severity: isDemanded ? 'info' : 'warning',
      path: spec.path,
      message: `step "${step}" of ${severities} is never reached: ${because}`,
      hint: isDemanded
        ? 'nothing: there has to be a chain, and it has to have an end'
        : `leave it out of policy.${severities}`,
    };
  });
}

const NO_SUCH_FAULT = 'a supervisor that gives up is never such a fault';

function stepsOf({ node: { spec }, startWithinMs }: Seen, child: NodeChild): ReadonlySet<string> {
  return tripsBeforeBudget(spec, child, spec.intensity, startWithinMs)
    ? reachableSteps(spec.policy, child.spec, ['restart'])
    : child.profile.steps;
}

function whyNever(seen: Seen, severity: Severity, step: string): string {
  const { policy } = seen.node.spec;
  if (seen.able.every((child) => !severitiesOf(child.spec).includes(severity)))
    return NO_SUCH_FAULT;
  const chain = policy.chains[severity];
  const isEntered = chain.some((each) => seen.able.some((child) => hasStep(child, severity, each)));
  if (!isEntered && policy.pattern.failures === 1) return ALWAYS_RAISED;
  return whyBehind(seen, chain.slice(0, chain.indexOf(step)));
}

const ALWAYS_RAISED = 'a pattern of one failure raises every such fault';

function hasStep({ profile }: NodeChild, severity: Severity, step: string): boolean {
  return profile.steps.has(`${severity} ${step}`);
}

/** @param before - the steps that stand before it in its chain */
function whyBehind(seen: Seen, before: readonly string[]): string {
  if (before.includes('restart') && endsWithRestart(seen)) return whyNoFurther(seen);
  if (before.includes('fallback'))
    return 'fallback, before it, ends the incident; only a degrade hook that fails leads on';
  return 'no fault of any of its children can be answered by it';
}

function endsWithRestart(seen: Seen): boolean {
  return seen.node.spec.policy.restart.maxAttempts === Infinity || isExceededFirst(seen);
}

function whyNoFurther(seen: Seen): string {
  return isExceededFirst(seen)
    ? 'the intensity is exceeded before the budget of restart is spent'
    : 'restart, before it, has no limit';
}

function isExceededFirst({ node: { spec }, able, startWithinMs }: Seen): boolean {
  const { maxAttempts } = spec.policy.restart;
  return (
    maxAttempts !== Infinity &&
    able.every((child) => tripsBeforeBudget(spec, child, spec.intensity, startWithinMs))
  );
}

function budgetsNeverSpent({ node: { spec }, able, startWithinMs }: Seen): readonly Finding[] {
  const { maxAttempts } = spec.policy.restart;
  return able.flatMap((child): readonly Finding[] => {
    const limits = [
      { of: 'its own', intensity: child.spec.intensity },
      { of: "its supervisor's", intensity: spec.intensity },
    ];
    const first = limits.find(({ intensity }) =>
      tripsBeforeBudget(spec, child, intensity, startWithinMs),
    );
    if (first?.intensity === undefined) return [];
    const { maxRestarts, withinMs } = first.intensity;
    return [
      {
        rule: 'budget-never-spent',
        severity: 'warning',
        path: child.path,
        message: `${counted(maxAttempts, 'restart')} per incident ${maxAttempts === 1 ? 'is' : 'are'} never spent: ${first.of} intensity, ${within(maxRestarts, withinMs)}, always comes first`,
        hint: `policy.restart.maxAttempts: at most ${maxRestarts}, or a higher maxRestarts`,
      },
    ];
  });
}

function waitsForAPerson({ node: { spec }, able }: Seen): readonly Finding[] {
  const waiting = able.filter(({ profile }) => profile.steps.has('CRITICAL fallback'));
  if (waiting.length === 0) return [];
  return [
    {
      rule: 'waits-for-a-person',
      severity: 'info',
      path: spec.path,
      message:
        'a child whose fault is classified CRITICAL stays in degraded until somebody calls recover()',
      hint: 'an alert on child.degraded that somebody sees',
    },
  ];
}
