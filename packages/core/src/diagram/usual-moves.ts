import {
  eventOfStep,
  type LifecycleChart,
  lifecycleChart,
  stateOfStep,
} from '../escalation/lifecycle-chart.ts';
import type { EscalationPolicy } from '../escalation/policy.ts';

/** Kept wherever they occur. */
const EVERYWHERE = new Set(['service.started', 'service.recovered', 'service.stopped']);
/** Kept in this state alone. */
const WAYS_OUT = ['running service.stop', 'degraded service.restart', 'failed service.restart'];

/**
 * A lifecycle chart reduced to the moves one meets most. All states are kept, and of the moves: those that
 * lead to or back to `running`; for each step of each chain the one out of the nearest step before it that
 * has one, or out of `running`; a stop out of `running`.
 *
 * @example
 * ```ts
 * toMermaid(usualMoves(selfHealing)); // 'stateDiagram-v2 …', with 15 moves of 32
 * ```
 */
export function usualMoves(policy: Pick<EscalationPolicy, 'chains'>): LifecycleChart {
  const chart = lifecycleChart(policy);
  const ofChains = Object.values(policy.chains).flatMap((chain) => movesOfChain(chain, chart));
  const kept = new Set([...WAYS_OUT, ...ofChains]);
  const isUsual = (state: string, event: string) =>
    EVERYWHERE.has(event) || kept.has(`${state} ${event}`);
  const states = Object.entries(chart.states).map(([name, state]) => {
    const on = Object.entries(state.on).filter(([event]) => isUsual(name, event));
    return [name, { ...state, on: Object.fromEntries(on) }] as const;
  });
  return { ...chart, states: Object.fromEntries(states) };
}

/** As `state event`. What follows a fallback is also reached without it: a service may have none. */
function movesOfChain(chain: readonly string[], { states }: LifecycleChart): readonly string[] {
  const before = ['running', ...chain.map(stateOfStep)];
  return chain.flatMap((step, index) => {
    const event = eventOfStep(step);
    const from = before.slice(0, index + 1).findLast((state) => states[state]?.on[event]);
    return from === undefined ? [] : [`${from} ${event}`];
  });
}
