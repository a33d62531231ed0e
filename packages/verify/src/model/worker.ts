import {
  type ChildSpec,
  type FaultOrigin,
  type LifecycleChart,
  SEVERITIES,
  type Severity,
} from '@kintsugi/core';
import type { Orders, OrdersByType, Said } from './message.ts';

/**
 * A service as it really is, whatever its supervisor believes: its chart, and the one life of its worker.
 *
 * `late`: its start has taken too long, which has been told. `paused`: a fault has been told, and what
 * is to be done about it has not come yet. `dead`: so, and its worker is gone.
 */
export interface WorkerState {
  readonly chart: string;
  readonly life: 'none' | 'starting' | 'late' | 'up' | 'paused' | 'dead' | 'stopping';
  /** The round of retries, the custom step or the hook under way. */
  readonly attempt: string | undefined;
  /** Whether what it says carries the epoch that its supervisor has for it now. */
  readonly isCurrent: boolean;
  /** The deadline of its stop has been told to have passed. */
  readonly isOverdue: boolean;
  /** Lives that are no longer waited for, and have not ended. */
  readonly abandoned: number;
}

/** How a worker's own step, or an order, changes it. */
export interface WorkerStep {
  readonly to: WorkerState;
  readonly says: readonly Said[];
}

/** A step that a worker may take by itself. */
export interface OwnStep extends WorkerStep {
  readonly label: string;
  /**
   * What was begun ends well (`work`), ends badly (`failure`) or takes too long (`hang`): one of them, after a
   * time. `fault`: something goes wrong that need not. `late`: what took too long ends after all, or does not.
   */
  readonly kind: 'work' | 'failure' | 'hang' | 'fault' | 'late';
}

/** What was ordered and could not be done: a directive lost, or a second life. */
export class Ignored extends Error {
  readonly property: 'no directive is ignored' | 'one life at a time';

  constructor(property: Ignored['property'], text: string) {
    super(text);
    this.property = property;
  }
}

/** Before its supervisor has been started. */
export function unstarted(chart: LifecycleChart): WorkerState {
  return {
    chart: chart.initial,
    life: 'none',
    attempt: undefined,
    isCurrent: true,
    isOverdue: false,
    abandoned: 0,
  };
}

/** Everything that a worker may do next by itself. */
export function ownSteps(state: WorkerState, spec: ChildSpec): readonly OwnStep[] {
  return [...OF_LIFE[state.life](state, spec), ...ofAttempt(state), ...ofAbandoned(state)];
}

type Steps = (state: WorkerState, spec: ChildSpec) => readonly OwnStep[];

const OF_LIFE: Readonly<Record<WorkerState['life'], Steps>> = {
  none: () => [],
  starting: (state) => [
    { label: 'starts', kind: 'work', to: { ...state, life: 'up' }, says: [{ type: 'started' }] },
    ...SEVERITIES.map((severity): OwnStep => ({
      label: `fails to start (${severity})`,
      kind: 'failure',
      to: { ...state, life: 'none' },
      says: [{ type: 'startFailed', severity, pending: false }],
    })),
    {
      label: 'has nothing to do (ignore)',
      kind: 'fault',
      to: { ...state, life: 'none' },
      says: [{ type: 'exited', exit: 'normal' }],
    },
    {
      label: 'takes too long to start',
      kind: 'hang',
      to: { ...state, life: 'late' },
      says: [{ type: 'startFailed', severity: 'TRANSIENT', pending: true }],
    },
  ],
  late: (state) => [
    {
      label: 'starts, late',
      kind: 'late',
      to: { ...state, life: 'up' },
      says: [{ type: 'started' }],
    },
  ],
  up: (state, spec) => faults(state, spec),
  paused: () => [],
  dead: () => [],
  stopping: (state, spec) => {
    const hangs: OwnStep = {
      label: 'takes too long to stop',
      kind: 'hang',
      to: { ...state, isOverdue: true },
      says: [{ type: 'stopOverdue' }],
    };
    const stops: OwnStep = {
      label: 'stops',
      kind: state.isOverdue ? 'late' : 'work',
      to: { ...state, life: 'none', isOverdue: false },
      says: [{ type: 'stopped' }],
    };
    return spec.shutdown === Infinity || state.isOverdue ? [stops] : [stops, hangs];
  },
};

function faults(state: WorkerState, { kind }: ChildSpec): readonly OwnStep[] {
  const paused = { ...state, life: 'paused' } as const;
  const dead = { ...state, life: 'dead' } as const;
  const exits: OwnStep = {
    label: 'ends by itself',
    kind: 'fault',
    to: dead,
    says: [{ type: 'exited', exit: 'normal' }],
  };
  if (kind === 'supervisor')
    return [
      ...(['RECOVERABLE', 'CRITICAL'] as const).map((severity) =>
        fault('gives up', severity, 'supervisor', dead),
      ),
      { ...exits, says: [{ type: 'exited', exit: 'shutdown' }] },
    ];
  return [
    ...SEVERITIES.map((severity) => fault('fails', severity, 'operation', paused)),
    fault('throws in a transition', 'TRANSIENT', 'transition', dead),
    fault('crashes', 'RECOVERABLE', 'worker', dead),
    exits,
  ];
}

function fault(what: string, severity: Severity, origin: FaultOrigin, to: WorkerState): OwnStep {
  const said: Said = { type: 'fault', severity, origin };
  return { label: `${what} (${severity})`, kind: 'fault', to, says: [said] };
}

function ofAttempt(state: WorkerState): readonly OwnStep[] {
  const { attempt: step } = state;
  if (step === undefined) return [];
  const what = step === 'retry' ? 'its retry' : `its step ${step}`;
  const to: WorkerState = { ...state, attempt: undefined };
  const failed: WorkerState = step === 'retry' ? { ...to, life: 'paused' } : to;
  return [
    {
      label: `${what} succeeds`,
      kind: 'work',
      to,
      says: [{ type: 'attemptSettled', step, severity: undefined }],
    },
    ...SEVERITIES.map((severity): OwnStep => ({
      label: `${what} fails (${severity})`,
      kind: 'failure',
      to: failed,
      says: [{ type: 'attemptSettled', step, severity }],
    })),
  ];
}

function ofAbandoned(state: WorkerState): readonly OwnStep[] {
  const { abandoned } = state;
  if (abandoned === 0) return [];
  const to = { ...state, abandoned: abandoned - 1 };
  return [
    { label: 'an abandoned life ends', kind: 'late', to, says: [{ type: 'abandonedSettled' }] },
  ];
}

/**
 * Carries out what its supervisor has for it.
 *
 * @throws Ignored when something of it cannot be done
 */
export function obey(
  state: WorkerState,
  { orders, isCurrent }: Orders,
  chart: LifecycleChart,
): WorkerStep {
  let to: WorkerState = { ...state, life: state.life === 'paused' ? 'up' : state.life };
  const says: Said[] = [];
  for (const order of orders) to = obeyOne(to, order.type, order, chart, says);
  return { to: { ...to, isCurrent: isCurrent ?? to.isCurrent }, says };
}

function obeyOne<Type extends keyof OrdersByType>(
  state: WorkerState,
  type: Type,
  order: OrdersByType[Type],
  chart: LifecycleChart,
  says: Said[],
): WorkerState {
  return OBEYED[type](state, order, chart, says);
}

const OBEYED: {
  readonly [Type in keyof OrdersByType]: (
    state: WorkerState,
    order: OrdersByType[Type],
    chart: LifecycleChart,
    says: Said[],
  ) => WorkerState;
} = {
  tell: (state, { event }, chart) => told(state, event, chart),
  start,
  stop: (state, { isBrutal }, _, says) => stop(state, isBrutal, says),
  abandon: (state, _, __, says) => abandon(state, says),
  retry,
  step: (state, { step }) => ({ ...state, attempt: step }),
  add: ({ abandoned }, _, chart) => ({ ...unstarted(chart), abandoned }),
  remove: (state) => ({ ...state, chart: 'stopped', attempt: undefined }),
  hurry: unmoved,
  settle: unmoved,
  dependency: unmoved,
};

/** Its chart moves; whatever it attempts ends with the state that it was attempted in. */
function told(state: WorkerState, event: string, chart: LifecycleChart): WorkerState {
  const target = chart.states[state.chart]?.on[event]?.target;
  if (target === undefined)
    throw new Ignored('no directive is ignored', `"${event}" is nothing to it in "${state.chart}"`);
  return { ...state, chart: target, attempt: undefined };
}

function start(state: WorkerState): WorkerState {
  if (state.life !== 'none')
    throw new Ignored('one life at a time', `it is started while it is ${state.life}`);
  return { ...state, life: 'starting' };
}

function stop(state: WorkerState, isBrutal: boolean, says: Said[]): WorkerState {
  if (state.life !== 'none' && !isBrutal) return { ...state, life: 'stopping', isOverdue: false };
  says.push({ type: 'stopped' });
  return { ...state, life: 'none', isOverdue: false };
}

function abandon(state: WorkerState, says: Said[]): WorkerState {
  if (state.life === 'stopping')
    return { ...state, life: 'none', isOverdue: false, abandoned: state.abandoned + 1 };
  // It had ended before the news reached it: whoever counts its lives is told.
  says.push({ type: 'abandonedSettled' });
  return state;
}

function retry(state: WorkerState): WorkerState {
  if (state.life === 'none' || state.life === 'stopping')
    throw new Ignored('no directive is ignored', `it is to retry while its life is ${state.life}`);
  return { ...state, life: 'up', attempt: 'retry' };
}

function unmoved(state: WorkerState): WorkerState {
  return state;
}
