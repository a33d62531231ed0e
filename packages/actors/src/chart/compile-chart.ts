import {
  type EscalationPolicy,
  type LifecycleChart,
  type LifecycleState,
  type LifecycleTag,
  lifecycleChart,
} from '@kintsugi/core';
import {
  createMachine,
  type AnyActorRef,
  type EventObject,
  type MachineSnapshot,
  type StateMachine,
} from 'xstate';

/** A move of a service's chart. Only its supervisor sends one. */
export interface LifecycleEvent {
  readonly type: `service.${string}`;
}

interface LifecycleMeta {
  readonly meaning: string;
}

type NoContext = Readonly<Record<string, unknown>>;

/** The machine of a lifecycle chart, typed by its states: for pictures, models and explorers. */
export type LifecycleMachine<State extends string = LifecycleState> = StateMachine<
  NoContext,
  LifecycleEvent,
  Record<string, never>,
  never,
  never,
  never,
  never,
  State,
  LifecycleTag,
  unknown,
  undefined,
  EventObject,
  LifecycleMeta,
  LifecycleChart<State>
>;

/** What XState itself would say in this state of this chart. */
export type ChartSnapshot<
  State extends string = LifecycleState,
  Children extends Record<string, AnyActorRef | undefined> = Record<string, never>,
> = MachineSnapshot<
  NoContext,
  LifecycleEvent,
  Children,
  State,
  LifecycleTag,
  undefined,
  LifecycleMeta,
  LifecycleChart<State>
>;

/**
 * A chart compiled to a table: one frozen snapshot a state, made by XState itself and shared by all
 * healthy actors, so that a transition is a look-up.
 */
export interface CompiledChart {
  readonly chart: LifecycleChart;
  readonly machine: LifecycleMachine<string>;
  /** The shared snapshot of a state. */
  readonly row: (state: string) => ChartSnapshot<string>;
  /** The same state in an actor that XState has stopped. */
  readonly stoppedRow: (state: string) => ChartSnapshot<string>;
  /** Where an event leads, or undefined when the chart has no such move. */
  readonly next: (state: string, event: string) => string | undefined;
}

/**
 * Compiles a chart.
 *
 * @example
 * ```ts
 * const { next, row } = compileChart(lifecycleChart(selfHealing));
 * row(next('running', 'service.retry') ?? '').value; // 'retrying'
 * ```
 */
export function compileChart(chart: LifecycleChart): CompiledChart {
  // The one cast: `createMachine` infers a loose state value from a config that is data.
  const machine = createMachine(chart as never) as unknown as LifecycleMachine<string>;
  const share = (value: string, status: 'active' | 'stopped') => {
    const real = machine.resolveState({ value, context: {} });
    // Own enumerable fields: toJSON, persistence and spreads read those.
    const row = { ...real, status, output: undefined, error: undefined };
    for (const part of [row.context, row.children, row.historyValue, row._nodes])
      Object.freeze(part);
    return Object.freeze(row) as unknown as ChartSnapshot<string>;
  };
  const rowsOf = (status: 'active' | 'stopped') =>
    new Map(Object.keys(chart.states).map((state) => [state, share(state, status)]));
  const [rows, stoppedRows] = [rowsOf('active'), rowsOf('stopped')];
  const known = (table: typeof rows, state: string) => {
    const row = table.get(state);
    if (row === undefined) throw new Error(`the chart "${chart.id}" has no state "${state}"`);
    return row;
  };
  return {
    chart,
    machine,
    row: (state) => known(rows, state),
    stoppedRow: (state) => known(stoppedRows, state),
    next: (state, event) => chart.states[state]?.on[event]?.target,
  };
}

const compiled = new WeakMap<object, CompiledChart>();

/** The compiled lifecycle chart of a policy; compiled once per set of chains. */
export function compileLifecycle(policy: Pick<EscalationPolicy, 'chains'>): CompiledChart {
  const known = compiled.get(policy.chains) ?? compileChart(lifecycleChart(policy));
  compiled.set(policy.chains, known);
  return known;
}

/**
 * The machine of a policy's lifecycle chart: a plain XState machine without context, guards, timers
 * or invokes, for pictures, inspectors, `xstate/graph` and model-based tests.
 *
 * @example
 * ```ts
 * createTestModel(lifecycleMachine(selfHealing)).getShortestPaths();
 * ```
 */
export function lifecycleMachine<Step extends string = never>(policy: {
  readonly chart: CompiledChart;
  readonly [policySteps]?: Step;
}): LifecycleMachine<LifecycleState | Step> {
  return policy.chart.machine as unknown as LifecycleMachine<LifecycleState | Step>;
}

/** Key of the phantom that carries a policy's custom steps; it has no value at run time. */
export declare const policySteps: unique symbol;
