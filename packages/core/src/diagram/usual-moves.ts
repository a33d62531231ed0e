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
 * lead to or back to `running`; from `running` into the first step of each chain; from a step into the
 * next one, also past a fallback that cannot be entered; a stop out of `running`.
 *
 * @example
 * ```ts
 * toMermaid(usualMoves(selfHealing)); // 'stateDiagram-v2 …', with 16 moves of 36
 * ```
 */
export function usualMoves(policy: Pick<EscalationPolicy, 'chains'>): LifecycleChart {
  const chart = lifecycleChart(policy);
  const kept = new Set([...WAYS_OUT, ...Object.values(policy.chains).flatMap(movesOfChain)]);
  const isUsual = (state: string, event: string) =>
    EVERYWHERE.has(event) || kept.has(`${state} ${event}`);
  const states = Object.entries(chart.states).map(([name, state]) => {
    const on = Object.entries(state.on).filter(([event]) => isUsual(name, event));
    return [name, { ...state, on: Object.fromEntries(on) }] as const;
  });
  return { ...chart, states: Object.fromEntries(states) };
}

/** A move per step, as `state event`; two where the step before is a fallback, which a service may not have. */
function movesOfChain(chain: readonly string[]): readonly string[] {
  const left = ['running', ...chain.map(stateOfStep)];
  return chain.flatMap((step, index) => {
    const from = chain[index - 1] === 'fallback' ? [index - 1, index] : [index];
    return from.map((place) => `${left[place]} ${eventOfStep(step)}`);
  });
}
