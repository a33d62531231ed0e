import { checkPolicy } from '../escalation/policy-validation.ts';
import type { EscalationPolicy } from '../escalation/policy.ts';
import { SEVERITIES } from '../fault/severity.ts';
import { invalidOption } from '../fault/supervision-error.ts';
import type { RecordingEntry } from './recording.ts';

/** What decides in a replay: a policy of the actors has it as its `escalation`. */
export type ReplayPolicy = EscalationPolicy | { readonly escalation: EscalationPolicy };

/**
 * Policies by path of the supervisor.
 *
 * @throws InvalidOptionError for a path at which no supervisor was recorded, and for what is no policy
 */
export function checkedPolicies(
  policies: Readonly<Record<string, ReplayPolicy>>,
  entries: readonly RecordingEntry[],
): ReadonlyMap<string, EscalationPolicy> {
  if (typeof policies !== 'object' || policies === null || Array.isArray(policies))
    throw invalidOption('replay.policies', 'an object of policies, by path', policies);
  const known = new Set(
    entries.flatMap((entry) => (entry.type === 'keyframe' ? [entry.path] : [])),
  );
  const given = Object.entries(policies);
  for (const [path] of given)
    if (!known.has(path))
      throw invalidOption(
        'replay.policies',
        `by path of a supervisor that was recorded (${[...known].map((each) => JSON.stringify(each)).join(', ')})`,
        path,
      );
  return new Map(given.map(([path, policy]) => [path, checkedPolicy(path, policy)]));
}

function checkedPolicy(path: string, given: unknown): EscalationPolicy {
  const policy = isObject(given) && 'escalation' in given ? given.escalation : given;
  if (isEscalationPolicy(policy)) {
    checkPolicy(policy);
    return policy;
  }
  const option = `replay.policies[${JSON.stringify(path)}]`;
  throw invalidOption(option, 'a policy, made by policy()', given);
}

const PARTS = ['chains', 'customSteps', 'retry', 'restart', 'recovery', 'pattern', 'longWindow'];

/** Its numbers are checked as they are for a policy that is made. */
function isEscalationPolicy(value: unknown): value is EscalationPolicy {
  if (!isObject(value)) return false;
  const parts = new Map(Object.entries(value));
  const chains = parts.get('chains');
  return PARTS.every((part) => isObject(parts.get(part))) && isObject(chains) && hasChains(chains);
}

function hasChains(chains: object): boolean {
  const lists = new Map<string, unknown>(Object.entries(chains));
  return SEVERITIES.every((severity) => Array.isArray(lists.get(severity)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
