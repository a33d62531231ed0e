import { raiseSeverity, type Severity } from '../fault/severity.ts';
import type { EscalationPolicy } from './policy.ts';

/**
 * The next severity whose chain has no restart; at least one tier up, and `CRITICAL` at most. A child
 * that has been restarted too often is raised to it (rule 14): one more restart would only go on.
 *
 * @example
 * ```ts
 * severityBeyondRestarts(selfHealing.escalation, 'TRANSIENT'); // 'CRITICAL': RECOVERABLE is restarted, too
 * ```
 */
export function severityBeyondRestarts(
  { chains }: Pick<EscalationPolicy, 'chains'>,
  severity: Severity,
): Severity {
  const raised = raiseSeverity(severity);
  const isLast = raised === severity || !chains[raised].includes('restart');
  return isLast ? raised : severityBeyondRestarts({ chains }, raised);
}
