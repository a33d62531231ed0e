import { invalidOption } from '@kintsugi/core';
import type { Policy } from './policy.ts';

/**
 * Refuses what `policy()` has not made.
 *
 * @throws InvalidOptionError otherwise
 */
export function requirePolicy(option: string, policy: unknown): asserts policy is Policy<string> {
  const isPolicy =
    typeof policy === 'object' && policy !== null && 'kind' in policy && policy.kind === 'policy';
  if (!isPolicy) throw invalidOption(option, 'made by policy()', policy);
}
