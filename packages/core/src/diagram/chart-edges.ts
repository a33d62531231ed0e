import type { LifecycleChart } from '../escalation/lifecycle-chart.ts';

/** All moves of a chart from one state to another, or to itself. */
export interface ChartEdge {
  readonly from: string;
  readonly to: string;
  /** Names of the events, in the chart's order, without the chart's own name before them. */
  readonly events: readonly string[];
}

/** The moves of a chart: one edge for each pair of states, in the chart's order. */
export function chartEdges(chart: LifecycleChart): readonly ChartEdge[] {
  return Object.entries(chart.states).flatMap(([from, { on }]) => {
    const events = new Map<string, string[]>();
    for (const [event, { target }] of Object.entries(on))
      events.set(target, [...(events.get(target) ?? []), shortName(chart, event)]);
    return [...events].map(([to, names]) => ({ from, to, events: names }));
  });
}

/** `retry` for `service.retry`. */
function shortName({ id }: LifecycleChart, event: string): string {
  return event.startsWith(`${id}.`) ? event.slice(id.length + 1) : event;
}
