import {
  type ClassifyRule,
  type EscalationPolicy,
  SEVERITIES,
  type Severity,
} from '@kintsugi/core';
import type { Policy, RunnableStep } from '../../policy/policy.ts';
import { UnexpectedExitError } from '../../tree/errors.ts';

/** A fault that the walk has made; its severity is what the walk says. */
export class WalkFault extends Error {
  readonly severity: Severity;

  constructor(severity: Severity) {
    super(`a ${severity} fault, made by the walk`);
    this.severity = severity;
  }
}

/** The severity of the next exit that is none the supervisor expects. */
export interface ExitSeverity {
  current: Severity;
}

/**
 * The same policy with its severities given: chains, budgets and delays are its own. What raises a
 * severity does not show in a chart, and is left out.
 *
 * @param run - instead of what the custom steps do
 */
export function scriptedPolicy<Step extends string>(
  policy: Policy<Step>,
  exit: ExitSeverity,
  run: RunnableStep['run'],
): Policy<Step> {
  const rule: ClassifyRule = {
    name: 'the walk',
    classify: (error) => {
      if (error instanceof WalkFault) return error.severity;
      return error instanceof UnexpectedExitError ? exit.current : undefined;
    },
  };
  const { escalation } = policy;
  return {
    ...policy,
    rules: [rule, ...policy.rules],
    runs: new Map([...policy.runs.keys()].map((step) => [step, run])),
    escalation: {
      ...escalation,
      pattern: { ...escalation.pattern, failures: MORE_THAN_A_PATH },
      longWindow: { ...escalation.longWindow, restarts: Infinity },
    },
  };
}

const MORE_THAN_A_PATH = 10_000;

/** The severity by which a child that fails at everything is restarted, if any is. */
export function restartingSeverity({ chains }: EscalationPolicy): Severity | undefined {
  return SEVERITIES.find((severity) => chains[severity].includes('restart'));
}
