import { type SupervisionEvent, stepBudget } from '@kintsugi/core';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';

/** No step but those of its severity's chain: CRITICAL is not retried (rule 9). */
export function chains(tree: SimulatedTree): Law {
  return {
    onEvent(event) {
      const step = stepOf(event);
      const policy = tree.blueprint.parentOf(event.path)?.spec.policy;
      if (step === undefined || policy === undefined || !('severity' in event)) return undefined;
      const chain = policy.chains[event.severity];
      return chain.includes(step)
        ? undefined
        : `${event.path}: a ${event.severity} fault is answered by ${step}, its chain is ${chain.join(' → ')}`;
    },
  };
}

/** No more attempts at a step than an incident is granted (rules 9 and 11). */
export function budgets(tree: SimulatedTree): Law {
  /** By incident, attempts at each step. */
  const attempts = new Map<string, Map<string, number>>();
  const count = (path: string, incident: string, step: string): Broken => {
    const policy = tree.blueprint.parentOf(path)?.spec.policy;
    const made = attempts.get(incident) ?? new Map<string, number>();
    const attempt = (made.get(step) ?? 0) + 1;
    attempts.set(incident, made.set(step, attempt));
    const budget = policy === undefined ? Infinity : stepBudget(policy, step);
    return attempt <= budget
      ? undefined
      : `${incident}: attempt ${attempt} at ${step}, ${budget} granted`;
  };
  return {
    onEvent(event) {
      const { path, incident } = event;
      if (incident === undefined) return undefined;
      if (hasRetried(event)) attempts.get(incident)?.delete('retry');
      if (event.type === 'incident.closed') attempts.delete(incident);
      const step = stepOf(event);
      return step === undefined ? undefined : count(path, incident, step);
    },
  };
}

/** A successful retry resets the retries, and nothing else. */
function hasRetried(event: SupervisionEvent): boolean {
  return event.type === 'child.recovered' && event.by === 'retry';
}

const STEP_OF: Readonly<Partial<Record<SupervisionEvent['type'], string>>> = {
  'child.retrying': 'retry',
  'child.restarting': 'restart',
};

function stepOf(event: SupervisionEvent): string | undefined {
  return event.type === 'child.stepping' ? event.step : STEP_OF[event.type];
}
