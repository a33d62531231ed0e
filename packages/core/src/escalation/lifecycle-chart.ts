import { SEVERITIES } from '../fault/severity.ts';
import type { EscalationPolicy } from './policy.ts';
import { isBuiltInStep } from './step.ts';

/** The states of a service under the default policy. */
export const LIFECYCLE_STATES = [
  'starting',
  'running',
  'retrying',
  'restarting',
  'degraded',
  'failed',
  'stopping',
  'stopped',
] as const;

export type LifecycleState = (typeof LIFECYCLE_STATES)[number];

/** What a state means to somebody who only wants to know whether it answers. */
export type LifecycleTag = 'available' | 'healing' | 'down' | 'gone';

/** One state of a chart that is plain data: a meaning, a tag, and where each event leads. */
export interface ChartState<State extends string = string> {
  readonly tags: readonly LifecycleTag[];
  readonly meta: { readonly meaning: string };
  readonly on: Readonly<Record<string, { readonly target: State; readonly reenter?: true }>>;
}

/** A statechart as data: an XState machine config without context, guards, timers or invokes. */
export interface LifecycleChart<State extends string = string> {
  readonly id: string;
  readonly initial: State;
  readonly states: Readonly<Record<State, ChartState<State>>>;
}

type Edges = Record<string, { target: string; reenter?: true }>;

const STATE_OF: Readonly<Record<string, string>> = {
  retry: 'retrying',
  restart: 'restarting',
  fallback: 'degraded',
  fail: 'failed',
};

/** The chart state in which a step is carried out; a custom step's state has its name. */
export function stateOfStep(step: string): string {
  return STATE_OF[step] ?? step;
}

/** The chart event that enters a step: `service.degrade` for fallback, else `service.<step>`. */
export function eventOfStep(step: string): string {
  return step === 'fallback' ? 'service.degrade' : `service.${step}`;
}

/**
 * The lifecycle chart of a policy, generated from its chains: pass it to `createMachine` and every
 * XState tool works on it. States whose step stands in no chain are left out.
 *
 * A chart cannot say everything: budgets, which severity may take which edge, backoff, probation,
 * deadlines and restart types are rules of the supervisor's reducer.
 *
 * @example
 * ```ts
 * Object.keys(lifecycleChart(otp).states); // ['starting', 'running', 'restarting', 'stopping', 'stopped']
 * ```
 */
export function lifecycleChart(policy: Pick<EscalationPolicy, 'chains'>): LifecycleChart {
  const chains = SEVERITIES.map((severity) => policy.chains[severity]);
  const steps = [...new Set(chains.flat())].filter((step) => step !== 'escalate');
  const custom = steps.filter((step) => !isBuiltInStep(step));
  const enter = (names: readonly string[]): Edges =>
    Object.fromEntries(names.map((name) => [eventOfStep(name), { target: stateOfStep(name) }]));
  /** Steps that may follow a failed one: behind it in some chain, or in a chain without it. */
  const behind = (step: string) =>
    steps.filter(
      (next) =>
        next !== step &&
        chains.some((chain) => chain.includes(next) && chain.indexOf(next) > chain.indexOf(step)),
    );
  const again = (step: string): Edges => ({
    [eventOfStep(step)]: { target: stateOfStep(step), reenter: true },
  });
  const exit: Edges = { 'service.exited': { target: 'stopped' } };
  const stop: Edges = { 'service.stop': { target: 'stopping' } };
  const started: Edges = { 'service.started': { target: 'running' } };
  const recovered: Edges = { 'service.recovered': { target: 'running' } };
  const restarts = steps.includes('restart') || steps.includes('fail');
  const restart: Edges = restarts ? { 'service.restart': { target: 'restarting' } } : {};

  const states: Record<string, ChartState> = {};
  const add = (name: string, tag: LifecycleTag, meaning: string, ...edges: readonly Edges[]) => {
    states[name] = { tags: [tag], meta: { meaning }, on: Object.assign({}, ...edges) as Edges };
  };
  const withoutRetry = steps.filter((step) => step !== 'retry');
  add('starting', 'healing', 'its first start is under way', started, enter(withoutRetry), exit, stop);
  add('running', 'available', 'answers requests', enter(steps), exit, stop);
  if (steps.includes('retry'))
    add('retrying', 'healing', 'the failed operations are tried again', recovered, again('retry'), enter(behind('retry')), exit, stop);
  if (restarts)
    add('restarting', 'healing', 'a new incarnation is on its way', started, again('restart'), enter(behind('restart')), exit, stop);
  for (const step of custom)
    add(step, 'healing', `the step ${step} is under way`, recovered, again(step), enter(behind(step)), exit, stop);
  if (steps.includes('fallback'))
    add('degraded', 'available', 'answers from its fallback', recovered, restart, stop);
  if (steps.includes('fail')) add('failed', 'down', 'parked until somebody recovers it', restart, stop);
  add('stopping', 'gone', 'is being stopped in order', { 'service.stopped': { target: 'stopped' } });
  add('stopped', 'gone', 'has ended', { 'service.start': { target: 'starting' } });
  return { id: 'service', initial: 'starting', states };
}
