import {
  invalidOption,
  requireFraction,
  requireInteger,
  requireMs,
} from '../fault/supervision-error.ts';
import { validateBackoff } from '../policy/backoff-validation.ts';
import { requireLimit } from '../policy/limit.ts';
import { validateLongWindow } from '../policy/restart-history.ts';
import type { EscalationPolicy } from './policy.ts';

/**
 * Refuses a policy whose numbers cannot be used.
 *
 * @throws InvalidOptionError naming the option, the rule and the value
 */
export function checkPolicy(policy: EscalationPolicy): void {
  for (const step of ['retry', 'restart'] as const) {
    const { maxAttempts, backoff } = policy[step];
    requireLimit(`policy.${step}.maxAttempts`, maxAttempts, 1);
    validateBackoff(`policy.${step}.backoff`, backoff);
  }
  const { baseMs, maxMs } = policy.recovery;
  requireMs('policy.recovery.baseMs', baseMs, { min: 1 });
  requireMs('policy.recovery.maxMs', maxMs, { min: 1 });
  if (baseMs > maxMs)
    throw invalidOption('policy.recovery', 'a baseMs of at most its maxMs', { baseMs, maxMs });
  requireMs('policy.stableAfterMs', policy.stableAfterMs);
  requireInteger('policy.pattern.failures', policy.pattern.failures, { min: 1 });
  requireMs('policy.pattern.windowMs', policy.pattern.windowMs, { min: 1 });
  requireFraction('policy.pattern.minFailureRate', policy.pattern.minFailureRate);
  validateLongWindow('policy.longWindow', policy.longWindow);
  if (!['heal', 'fatal'].includes(policy.initialStartFailure))
    throw invalidOption(
      'policy.initialStartFailure',
      '"heal" or "fatal"',
      policy.initialStartFailure,
    );
  if (4 * policy.stableAfterMs >= policy.pattern.windowMs)
    throw invalidOption(
      'policy.stableAfterMs',
      `less than a quarter of pattern.windowMs (${policy.pattern.windowMs}), or repeated failures could never raise the severity`,
      policy.stableAfterMs,
    );
}
