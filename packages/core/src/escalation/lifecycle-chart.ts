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

/** One of {@link LIFECYCLE_STATES}. */
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
  const has = (step: string) => steps.includes(step);
  const behind = (step: string) => enter(reachableBehind(chains, steps, step));
  // A start, its failure included, is never retried.
  const afterStart = enter(steps.filter((step) => step !== 'retry'));
  const restarts = has('restart') || has('fail');
  const back = restarts ? RESTART : {};
  // A sibling's restart, or a dependency that goes down, takes it along from any of its steps.
  const cycled = has('restart') ? RESTART : {};
  // The way back from failed leads here too: a start that fails then has the whole chain before it.
  const restarting = [STARTED, afterStart, has('restart') ? again('restart') : {}, EXIT, STOP];
  const custom = steps.filter((step) => !isBuiltInStep(step));
  const all = [
    state('starting', 'healing', 'its first start is under way', [STARTED, afterStart, EXIT, STOP]),
    state('running', 'available', 'answers requests', [enter(steps), EXIT, STOP]),
    state(
      'retrying',
      'healing',
      'the failed operations are tried again',
      [RECOVERED, again('retry'), cycled, behind('retry'), EXIT, STOP],
      has('retry'),
    ),
    state('restarting', 'healing', 'a new incarnation is on its way', restarting, restarts),
    ...custom.map((step) =>
      state(step, 'healing', `the step ${step} is under way`, [
        RECOVERED,
        again(step),
        cycled,
        behind(step),
        EXIT,
        STOP,
      ]),
    ),
    state(
      'degraded',
      'available',
      'answers from its fallback',
      [RECOVERED, back, STOP],
      has('fallback'),
    ),
    state('failed', 'down', 'parked until somebody recovers it', [back, STOP], has('fail')),
    state('stopping', 'gone', 'is being stopped in order', [STOPPED]),
    state('stopped', 'gone', 'has ended', [START]),
  ];
  return { id: 'service', initial: 'starting', states: Object.fromEntries(all.flat()) };
}

type NamedState = readonly [name: string, state: ChartState];

/** A state of the chart, or nothing when it is absent from this policy's. */
function state(
  name: string,
  tag: LifecycleTag,
  meaning: string,
  edges: readonly Edges[],
  isPresent = true,
): readonly NamedState[] {
  const on: Edges = Object.assign({}, ...edges);
  return isPresent ? [[name, { tags: [tag], meta: { meaning }, on }]] : [];
}

const STARTED: Edges = { 'service.started': { target: 'running' } };
const RECOVERED: Edges = { 'service.recovered': { target: 'running' } };
const RESTART: Edges = { 'service.restart': { target: 'restarting' } };
const START: Edges = { 'service.start': { target: 'starting' } };
const STOPPED: Edges = { 'service.stopped': { target: 'stopped' } };
const EXIT: Edges = { 'service.exited': { target: 'stopped' } };
const STOP: Edges = { 'service.stop': { target: 'stopping' } };

function enter(steps: readonly string[]): Edges {
  return Object.fromEntries(
    steps.map((step) => [eventOfStep(step), { target: stateOfStep(step) }]),
  );
}

function again(step: string): Edges {
  return { [eventOfStep(step)]: { target: stateOfStep(step), reenter: true } };
}

/**
 * Steps that may follow a failed one: behind it in some chain, or in a chain without it. A child
 * whose fallback cannot be entered is still in the state before: what follows there, follows here.
 */
function reachableBehind(
  chains: readonly (readonly string[])[],
  steps: readonly string[],
  step: string,
): readonly string[] {
  const follows = (next: string, failed: string) =>
    chains.some((chain) => chain.includes(next) && chain.indexOf(next) > chain.indexOf(failed));
  const degrades = steps.includes('fallback');
  const throughFallback = (next: string) =>
    degrades && next !== 'retry' && (next === 'fallback' || follows(next, 'fallback'));
  return steps.filter((next) => next !== step && (follows(next, step) || throughFallback(next)));
}
