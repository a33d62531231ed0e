import type { ErrorRecord } from '../fault/error-record.ts';
import { supervisorChart, type SupervisorChartState } from '../escalation/supervisor-chart.ts';
import type { FailureWindow } from '../fault/failure-window.ts';
import type { Severity } from '../fault/severity.ts';
import { createRestartLog, type RestartLog } from '../policy/intensity.ts';
import type { RestartHistory } from '../policy/restart-history.ts';
import type { FaultReport, GiveUpReason, IncidentOutcome } from '../supervision-event.ts';
import type { ChildSpec, SupervisorSpec } from './spec.ts';
import type { FaultTrail, RestartTrail } from './trail.ts';

/** Whether a worker exists: what the chart cannot say, and what a second start is refused by. */
export type Life = 'none' | 'starting' | 'up' | 'stopping';

/** What goes on inside a chart state. */
export type Phase =
  | 'stopping'
  | 'stoppingSlowly'
  | 'waiting'
  | 'attempting'
  | 'starting'
  | 'waitingForDependency';

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
  /** Whether the worker is gone with the last of them, absorbed ones included; a step that has failed since says nothing of it. */
  hasLostWorker: boolean;
  /** Until the child has proven that it is stable; a pure retry needs no proof. */
  onProbation: boolean;
  repairedAt: number | undefined;
}

/** What is left of an incident when it is closed: enough to say why a child stands as it does. Never changed. */
export interface ClosedIncident {
  readonly number: number;
  readonly severity: Severity;
  readonly outcome: IncidentOutcome;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly repairMs: number | undefined;
  readonly faults: number;
  /** The last error of it, without stacks. */
  readonly error: ErrorRecord;
}

/** How a degraded child finds its way back. */
export interface Recovery {
  /** Attempts since it last was healthy; the delay doubles with each. */
  attempts: number;
  operatorOnly: boolean;
  /** It runs again, but has not proven that it is stable. */
  onProbation: boolean;
}

/** What an operator may order of a child. */
export type Command = 'recover' | 'startChild' | 'terminateChild' | 'restartChild' | 'deleteChild';

/** An operator's request that is answered when the child settles. */
export interface Ticket {
  readonly ticket: number;
  readonly command: Command;
}

/** What the reducer remembers of one child. */
export interface ChildRecord {
  readonly id: string;
  /** Replaced when the supervisor is reconfigured. */
  spec: ChildSpec;
  /** Its place in the start order, which rises along the list. */
  order: number;
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
  /** The last one that was closed; only told. */
  lastIncident: ClosedIncident | undefined;
  window: FailureWindow | undefined;
  history: RestartHistory | undefined;
  recovery: Recovery | undefined;
  /** When they are due; `Infinity` where none is set. Made with the first, changed in place. */
  timers: Record<TimerKind, number> | undefined;
  tickets: Ticket[] | undefined;
  /** Its own restarts that may still count, where it has an intensity of its own. */
  ownRestarts: RestartLog | undefined;
  /** Its dependants have been told that it is down. */
  isDown: boolean;
  /** A start that came to nothing has left it at rest, without its having ended: it stays a child, or does not. */
  unstarted: 'kept' | 'removed' | undefined;
  /** When its chart moved last; only told. */
  since: number | undefined;
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
      /** What the child had been through. */
      readonly faults: FaultTrail;
      readonly restarts: RestartTrail;
      /** Its parent asked it to stop meanwhile: then it has stopped, not failed. */
      stopAsked: boolean;
    };

/**
 * Children that are cycled as one: stopped in reverse order, started in order. The start of a
 * supervisor is one that has nothing to stop.
 */
export interface GroupOperation {
  phase: 'stopping' | 'waiting' | 'starting';
  /** Its members are the children from this place in the start order on. */
  from: number;
  /** The member whose turn it is. */
  cursor: string | undefined;
  /** Whose restart it is; undefined while the supervisor itself starts. */
  culprit: string | undefined;
  /** Not to be started again before this instant. */
  notBefore: number;
  /** The supervisor has not reported yet that it has started. */
  startsUp: boolean;
  /** Members that an operator has stopped meanwhile: not to be started with the others. */
  readonly leftOut: Set<string>;
}

/** The whole memory of a supervisor: plain data, owned and updated in place by the reducer. */
export interface SupervisorState {
  state: SupervisorChartState;
  readonly children: Map<string, ChildRecord>;
  first: string | undefined;
  last: string | undefined;
  /** The child whose turn it is while the supervisor stops its children one after the other. */
  cursor: string | undefined;
  /** Children that a start or a stop still waits for, where they start and stop side by side. */
  awaited: Set<string> | undefined;
  /** Children that operators have ordered to start, one after the other, in the order of the orders. */
  readonly orderedStarts: Set<string>;
  /** By id, who depends on that child. */
  readonly dependants: Map<string, Set<string>>;
  /** Significant children that have not ended. */
  significant: number;
  restarts: RestartLog;
  /** The one group operation under way. */
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
export function createState(spec: Pick<SupervisorSpec, 'children'>): SupervisorState {
  const state: SupervisorState = {
    state: supervisorChart.initial,
    children: new Map(),
    first: undefined,
    last: undefined,
    cursor: undefined,
    awaited: undefined,
    orderedStarts: new Set(),
    dependants: new Map(),
    significant: 0,
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
  const before = state.last === undefined ? undefined : state.children.get(state.last);
  const child: ChildRecord = {
    id,
    spec,
    order: before === undefined ? 0 : before.order + 1,
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
    lastIncident: undefined,
    window: undefined,
    history: undefined,
    recovery: undefined,
    timers: undefined,
    tickets: undefined,
    ownRestarts: undefined,
    isDown: false,
    unstarted: undefined,
    since: undefined,
  };
  if (before) before.next = id;
  else state.first = id;
  state.last = id;
  state.children.set(id, child);
  if (spec.significant) state.significant += 1;
  for (const dependency of spec.dependsOn) addDependant(state, dependency, id);
  return child;
}

/** A set: there may be 100,000 that depend on one. */
export function addDependant(
  { dependants }: SupervisorState,
  dependency: string,
  id: string,
): void {
  const known = dependants.get(dependency);
  if (known === undefined) dependants.set(dependency, new Set([id]));
  else known.add(id);
}

/** Whether this state of a child's chart is one in which it holds up no auto shutdown. */
export function hasEnded(state: string): boolean {
  return state === 'stopped' || state === 'failed';
}
