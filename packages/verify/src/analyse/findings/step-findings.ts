import { SEVERITIES, type Severity } from '@kintsugi/core';
import { severitiesOf } from '../chain-answer.ts';
import { reachableSteps } from '../reachable-steps.ts';
import { tripsBeforeBudget } from '../trips-before-budget.ts';
import type { NodeChild, TreeNode } from '../tree-node.ts';
import type { Finding } from './finding.ts';
import type { Expectations, Inspected } from './findings.ts';
import { counted, listed, within } from '../words.ts';

/** Steps that no sequence of faults leads to, budgets that nothing spends, and what only a person ends. */
export function stepFindings(
  { node }: Inspected,
  { startWithinMs }: Expectations,
): readonly Finding[] {
  const able = node.children.filter(({ lifeMs }) => lifeMs !== Infinity);
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

function neverReached(seen: Seen): readonly Finding[] {
  const { spec } = seen.node;
  const reached = new Set(seen.able.flatMap((child) => [...stepsOf(seen, child)]));
  const byText = new Map<string, { readonly severities: Severity[]; isLast: boolean }>();
  for (const severity of SEVERITIES)
    for (const step of spec.policy.chains[severity]) {
      if (reached.has(`${severity} ${step}`)) continue;
      const isLast = step === 'fail' || step === 'escalate';
      const text = `step "${step}" of`;
      const reason = whyNever(seen, severity, step);
      const found = byText.get(`${text}|${reason}`) ?? { severities: [], isLast };
      found.severities.push(severity);
      byText.set(`${text}|${reason}`, found);
    }
  return [...byText].map(([key, { severities, isLast }]) => {
    const [text = '', reason = ''] = key.split('|');
    return {
      rule: 'step-never-reached',
      // A chain has to end in one of these, whether anything leads there or not.
      severity: isLast ? 'info' : 'warning',
      path: spec.path,
      message: `${text} ${listed(severities)} is never reached: ${reason}`,
      hint: isLast
        ? 'nothing: a chain must have an end'
        : `leave it out of policy.${severities.join(', ')}`,
    };
  });
}

function stepsOf({ node: { spec }, startWithinMs }: Seen, child: NodeChild): ReadonlySet<string> {
  const isTripped = tripsBeforeBudget(spec, child, spec.intensity, startWithinMs);
  return isTripped ? reachableSteps(spec.policy, child.spec, ['restart']) : child.steps;
}

function whyNever(seen: Seen, severity: Severity, step: string): string {
  const { node, able, startWithinMs } = seen;
  const { policy, intensity } = node.spec;
  if (able.every((child) => !severitiesOf(child.spec).includes(severity)))
    return `a supervisor that gives up is no ${severity} fault`;
  const chain = policy.chains[severity];
  const before = chain.slice(0, chain.indexOf(step));
  if (before.includes('restart') && policy.restart.maxAttempts === Infinity)
    return 'restart, before it, has no limit';
  if (
    before.includes('restart') &&
    able.every((child) => tripsBeforeBudget(node.spec, child, intensity, startWithinMs))
  )
    return 'the intensity is exceeded before the budget of restart is spent';
  if (before.includes('fallback'))
    return 'fallback, before it, ends the incident; only a degrade hook that fails leads on';
  return 'no fault of any of its children can be answered by it';
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
        message: `${counted(maxAttempts, 'restart')} per incident are never spent: ${first.of} intensity, ${within(maxRestarts, withinMs)}, always comes first`,
        hint: `policy.restart.maxAttempts: at most ${maxRestarts}, or a higher maxRestarts`,
      },
    ];
  });
}

function waitsForAPerson({ node: { spec }, able }: Seen): readonly Finding[] {
  const waiting = able.filter(({ steps }) => steps.has('CRITICAL fallback'));
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
