import type { Chains } from '../escalation/chain.ts';
import type { LifecycleChart } from '../escalation/lifecycle-chart.ts';
import type { SupervisorDescription } from '../supervision/spec.ts';
import type { SupervisionEvent } from '../supervision-event.ts';
import { chainsMermaid } from './chains-mermaid.ts';
import { chartMermaid } from './chart-mermaid.ts';
import { incidentMermaid } from './incident-mermaid.ts';
import { treeMermaid } from './tree-mermaid.ts';

/** What {@link toMermaid} draws. */
export type Drawable =
  | LifecycleChart
  | Chains
  | readonly SupervisionEvent[]
  | readonly SupervisorDescription[];

/**
 * A text that Mermaid draws, as GitHub does in a page: a lifecycle or supervisor chart as a state diagram,
 * the chains of a policy as a flowchart with a row for each severity, events (those of an incident, most
 * often) as a sequence diagram, a tree as `describeTree` describes it as a flowchart. Ids and messages stand
 * in it as text, whatever characters they have.
 *
 * @example
 * ```ts
 * toMermaid(lifecycleChart(selfHealing)); // 'stateDiagram-v2 …'
 * toMermaid(selfHealing.chains); // 'flowchart LR …'
 * toMermaid(events.filter(({ incident }) => incident === 'payments#3')); // 'sequenceDiagram …'
 * toMermaid(describeTree(shop)); // 'flowchart TD …'
 * ```
 * @see https://mermaid.js.org
 */
export function toMermaid(subject: Drawable): string {
  if (isList(subject)) return isTree(subject) ? treeMermaid(subject) : incidentMermaid(subject);
  return 'states' in subject ? chartMermaid(subject) : chainsMermaid(subject);
}

type List = Extract<Drawable, readonly unknown[]>;

function isList(subject: Drawable): subject is List {
  return Array.isArray(subject);
}

function isTree(list: List): list is readonly SupervisorDescription[] {
  const [first] = list;
  return first !== undefined && 'spec' in first;
}
