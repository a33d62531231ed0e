import { stepBudget, type SupervisionEvent } from '../../src/index.ts';
import type { Harness } from './harness.ts';
import { isJson } from './json.ts';
import { law } from './law.ts';

/** Every incident is opened once, closed once, and stays within its budgets and its chains. */
export function watchIncidents(harness: Harness): ReadonlySet<string> {
  const open = new Set<string>();
  const closed = new Set<string>();
  let seen = 0;
  const spent = new Map<string, number>();
  harness.watchers.push(() => {
    for (const event of harness.events.slice(seen)) {
      law(isJson(event), `not JSON-safe: ${event.type}`);
      bookIncident(event, open, closed);
      checkStep(harness, event, spent);
    }
    seen = harness.events.length;
    for (const { id, incident, incidents } of harness.state.children.values()) {
      const name = `${harness.spec.path === '' ? '' : `${harness.spec.path}/`}${id}#${incidents}`;
      law(open.has(name) === (incident !== undefined), `${name}: open and recorded differ`);
    }
  });
  return open;
}

function bookIncident(event: SupervisionEvent, open: Set<string>, closed: Set<string>): void {
  if (event.type === 'incident.opened') {
    law(!open.has(event.incident) && !closed.has(event.incident), `${event.incident} again`);
    open.add(event.incident);
  }
  if ('incident' in event && event.incident !== undefined && !event.type.startsWith('alert'))
    law(open.has(event.incident), `${event.type} in ${event.incident}, which is not open`);
  if (event.type !== 'incident.closed') return;
  open.delete(event.incident);
  closed.add(event.incident);
}

const STEP_OF: Readonly<Record<string, string>> = {
  'child.retrying': 'retry',
  'child.restarting': 'restart',
};

/** No step but one of its severity's chain, and no more of it than the incident's budget. */
function checkStep(harness: Harness, event: SupervisionEvent, spent: Map<string, number>): void {
  const { policy } = harness.spec;
  if (event.type === 'child.recovered' && event.by === 'retry')
    spent.delete(`${event.incident}:retry`);
  const isStep = ['child.retrying', 'child.restarting', 'child.stepping'].includes(event.type);
  if (!isStep || !('delayMs' in event)) return;
  const step = 'step' in event ? event.step : (STEP_OF[event.type] ?? '');
  law(policy.chains[event.severity].includes(step), `${event.severity} leads to ${step}`);
  const key = `${event.incident}:${step}`;
  const attempts = (spent.get(key) ?? 0) + 1;
  spent.set(key, attempts);
  law(attempts === event.attempt, `${key}: attempt ${attempts} is called ${event.attempt}`);
  law(attempts <= stepBudget(policy, step), `${key}: attempt ${attempts} is over its budget`);
}
