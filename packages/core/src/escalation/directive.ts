import type { Severity } from '../fault/severity.ts';
import { isBudgetSpent } from '../policy/budget.ts';
import type { EscalationPolicy } from './policy.ts';

/** Why a step of the chain was passed over. */
export type SkipReason =
  | 'not for this kind of fault'
  | 'not for a supervisor'
  | 'spent in this incident'
  | 'its own intensity is reached'
  | 'its restart type ends it'
  | 'it had just returned from degraded';

/** The chain's answer to a fault: which step is next. `end` = a temporary child that has none left. */
export interface Directive {
  readonly step: string;
  /** Which attempt of this step this is, from 1. */
  readonly attempt: number;
  readonly skipped: readonly { readonly step: string; readonly reason: SkipReason }[];
}

/** What the chain needs to know to choose. */
export interface Situation {
  readonly severity: Severity;
  /** The step that has just failed, when one was in progress: the choice goes on after it. */
  readonly after?: string;
  /** Steps that were left after they failed. */
  readonly spent: readonly string[];
  /** Attempts made in this incident, by step. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Why a step cannot serve here, whatever its budget. */
  readonly inapplicable: (step: string) => SkipReason | undefined;
}

const NOTHING_SKIPPED: Directive['skipped'] = [];

/**
 * The first step of the severity's chain that applies and is not spent.
 *
 * A step in progress that failed is tried again while its budget lasts; then the choice goes on
 * behind it. A chain always has an answer, because its last step always applies; only a temporary
 * child, whose chain is cut, can run out: then the answer is `end`.
 *
 * @example
 * ```ts
 * decide(selfHealing, { severity: 'TRANSIENT', spent: [], attempts: {}, inapplicable: () => undefined });
 * // { step: 'retry', attempt: 1, skipped: [] }
 * ```
 */
export function decide(policy: EscalationPolicy, situation: Situation): Directive {
  const chain = policy.chains[situation.severity];
  const from = situation.after === undefined ? 0 : Math.max(0, chain.indexOf(situation.after));
  let skipped = NOTHING_SKIPPED;
  for (let index = from; index < chain.length; index++) {
    const step = chain[index] ?? 'fail';
    const attempt = (situation.attempts[step] ?? 0) + 1;
    const reason = situation.inapplicable(step) ?? spentReason(policy, situation, step, attempt);
    if (reason === undefined) return { step, attempt, skipped };
    skipped = [...skipped, { step, reason }];
  }
  return { step: 'end', attempt: 1, skipped };
}

function spentReason(
  policy: EscalationPolicy,
  situation: Situation,
  step: string,
  attempt: number,
): SkipReason | undefined {
  const isSpent =
    situation.spent.includes(step) || isBudgetSpent(attempt - 1, stepBudget(policy, step));
  return isSpent ? 'spent in this incident' : undefined;
}

/**
 * How often a step may be tried per incident. Degraded is entered once: when its hook fails, the
 * next step is asked. Steps that end a chain have no limit.
 */
export function stepBudget(policy: EscalationPolicy, step: string): number {
  switch (step) {
    case 'retry':
      return policy.retry.maxAttempts;
    case 'restart':
      return policy.restart.maxAttempts;
    case 'fallback':
      return 1;
    default:
      return policy.customSteps[step] ?? Infinity;
  }
}
