import { supervisorChart, type SupervisorChartState } from '../escalation/supervisor-chart.ts';
import type { FailureWindow } from '../fault/failure-window.ts';
import type { Severity } from '../fault/severity.ts';
import { createRestartLog, type RestartLog } from '../policy/intensity.ts';
import type { RestartHistory } from '../policy/restart-history.ts';
import type { FaultReport, GiveUpReason } from '../supervision-event.ts';
import type { ChildSpec, SupervisorSpec } from './spec.ts';

/** Whether a worker exists: what the chart cannot say, and what a second start is refused by. */
export type Life = 'none' | 'starting' | 'up' | 'stopping';

/** What goes on inside a chart state. */
export type Phase = 'stopping' | 'stoppingSlowly' | 'waiting' | 'attempting' | 'starting';

/** The kinds of deadline that the reducer sets; a child has at most one of each. */
export type TimerKind = 'retry' | 'restart' | 'stable' | 'recovery';

/** From the first fault to the close: what was tried, and what is left to try. */
export interface Incident {
  readonly number: number;
  readonly openedAt: number;
  /** The worst severity so far; only reported. */
  severity: Severity;
  /** Severity of the failure that the step in progress answers. */
  failure: Severity;
  /** Whether a fault of it was classified CRITICAL: then only an operator brings the child back. */
  classifiedCritical: boolean;
  /** The step in progress. */
  step: string | undefined;
  readonly attempts: Record<string, number>;
  /** What decorrelated jitter remembers, by step. */
  readonly carry: Record<string, number>;
  readonly spent: string[];
  /** The first fault, the last eight, and how many there were. */
  readonly first: FaultReport;
  readonly last: FaultReport[];
  faults: number;
  /** Until the child has proven that it is stable; a pure retry needs no proof. */
  onProbation: boolean;
  repairedAt: number | undefined;
}

/** How a degraded child finds its way back. */
export interface Recovery {
  /** Attempts since it last was healthy; the delay doubles with each. */
  attempts: number;
  operatorOnly: boolean;
  /** It runs again, but has not proven that it is stable. */
  onProbation: boolean;
}

/** An operator's request that is answered when the child settles. */
export interface Ticket {
  readonly ticket: number;
  readonly command: 'recover' | 'terminateChild' | 'restartChild';
}

/** What the reducer remembers of one child. */
export interface ChildRecord {
  readonly id: string;
  readonly spec: ChildSpec;
  previous: string | undefined;
  next: string | undefined;
  /** State of its lifecycle chart. */
  state: string;
  life: Life;
  phase: Phase | undefined;
  /** The fence: rises at every start, stop order, abandonment and snapshot retry. */
  epoch: number;
  /** Counts lives, from 1. */
  incarnation: number;
  incidents: number;
  restarts: number;
  /** Not to be started again before this instant. */
  notBefore: number;
  /** When the stop under way is given up waiting for; `Infinity` when never, and while there is none. */
  stopBy: number;
  /** Epochs of the lives that were given up waiting for and have not ended since. */
  abandoned: number[] | undefined;
  incident: Incident | undefined;
  window: FailureWindow | undefined;
  history: RestartHistory | undefined;
  recovery: Recovery | undefined;
  timers: Partial<Record<TimerKind, number>> | undefined;
  tickets: Ticket[] | undefined;
}

/** Why a supervisor ends. */
export type Ending =
  | { readonly kind: 'stop'; readonly reason: string }
  | {
      readonly kind: 'gave up';
      readonly reason: GiveUpReason;
      readonly child: string;
      readonly fault: FaultReport;
      readonly severity: Severity;
      /** Its parent asked it to stop meanwhile: then it has stopped, not failed. */
      stopAsked: boolean;
    };

/** A restart of several children as one: stopped in reverse order, started in order. */
export interface GroupOperation {
  readonly phase: 'stopping' | 'waiting' | 'starting';
  readonly from: string;
  readonly cursor: string;
  readonly notBefore: number;
}

/** The whole memory of a supervisor: plain data, owned and updated in place by the reducer. */
export interface SupervisorState {
  state: SupervisorChartState;
  readonly children: Map<string, ChildRecord>;
  first: string | undefined;
  last: string | undefined;
  /** The child whose turn it is while the supervisor starts or stops. */
  cursor: string | undefined;
  readonly restarts: RestartLog;
  /** The one group restart under way; none under `one_for_one`. */
  group: GroupOperation | undefined;
  ending: Ending | undefined;
  /** The whole stop's limit per child, when whoever asked set one: milliseconds. */
  stopWithinMs: number;
  /**
   * The highest epoch and incident number of any child that was removed. A child added again under
   * the same id counts on from here, so that nothing of the earlier one can be taken for its own.
   */
  floor: number;
}

/** A supervisor that has not been started: every child waits for its turn. */
export function createState(spec: SupervisorSpec): SupervisorState {
  const state: SupervisorState = {
    state: supervisorChart.initial,
    children: new Map(),
    first: undefined,
    last: undefined,
    cursor: undefined,
    restarts: createRestartLog(),
    group: undefined,
    ending: undefined,
    stopWithinMs: Infinity,
    floor: 0,
  };
  for (const child of spec.children) addChild(state, child.id, child.spec);
  return state;
}

/** Appends a child to the start order. */
export function addChild(state: SupervisorState, id: string, spec: ChildSpec): ChildRecord {
  const child: ChildRecord = {
    id,
    spec,
    previous: state.last,
    next: undefined,
    state: 'starting',
    life: 'none',
    phase: undefined,
    epoch: state.floor,
    incarnation: 0,
    incidents: state.floor,
    restarts: 0,
    notBefore: 0,
    stopBy: Infinity,
    abandoned: undefined,
    incident: undefined,
    window: undefined,
    history: undefined,
    recovery: undefined,
    timers: undefined,
    tickets: undefined,
  };
  const before = state.last === undefined ? undefined : state.children.get(state.last);
  if (before) before.next = id;
  else state.first = id;
  state.last = id;
  state.children.set(id, child);
  return child;
}
