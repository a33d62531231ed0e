import { LIFECYCLE_STATES, type LifecycleChart } from '../escalation/lifecycle-chart.ts';
import { SUPERVISOR_STATES } from '../escalation/supervisor-chart.ts';
import { chartEdges } from './chart-edges.ts';
import { mermaidText } from './mermaid-text.ts';

/** Our own words are no words of Mermaid's: they may stand for themselves. */
const PLAIN: ReadonlySet<string> = new Set([...LIFECYCLE_STATES, ...SUPERVISOR_STATES]);

/** A chart as a state diagram; a state whose name is not ours stands under an alias. */
export function chartMermaid(chart: LifecycleChart): string {
  const states = Object.keys(chart.states);
  const nameOf = (state: string) => (PLAIN.has(state) ? state : `s${states.indexOf(state)}`);
  return [
    'stateDiagram-v2',
    ...states.map((state) =>
      PLAIN.has(state) ? `  ${state}` : `  state "${mermaidText(state)}" as ${nameOf(state)}`,
    ),
    `  [*] --> ${nameOf(chart.initial)}`,
    ...chartEdges(chart).map(
      ({ from, to, events }) =>
        `  ${nameOf(from)} --> ${nameOf(to)}: ${mermaidText(events.join(', '))}`,
    ),
  ].join('\n');
}
