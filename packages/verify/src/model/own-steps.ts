import { type ChildSpec, type FaultOrigin, SEVERITIES, type Severity } from '@kintsugi/core';
import type { Said } from './message.ts';
import type { WorkerState, WorkerStep } from './worker.ts';

/** A step that a worker may take by itself. */
export interface OwnStep extends WorkerStep {
  readonly label: string;
  /**
   * What was begun ends well (`work`), ends badly (`failure`) or takes too long (`hang`): one of them, after a
   * time. `fault`: something goes wrong that need not. `late`: what took too long ends after all, or does not.
   */
  readonly kind: 'work' | 'failure' | 'hang' | 'fault' | 'late';
}

/** Whether it uses up one of the faults of the scope. */
export const GOES_WRONG: Readonly<Record<OwnStep['kind'], boolean>> = {
  work: false,
  failure: true,
  hang: true,
  fault: true,
  late: false,
};

/** Nobody owes these. */
export const IS_FREE: Readonly<Record<OwnStep['kind'], boolean>> = {
  work: false,
  failure: false,
  hang: false,
  fault: true,
  late: true,
};

/** What of a worker makes a difference to what it may do. */
export interface Traits {
  readonly spec: ChildSpec;
  /** Whether it matters how many of its operations succeed. */
  readonly hasRate: boolean;
}

/** Everything that a worker may do next by itself. */
export function ownSteps(state: WorkerState, traits: Traits): readonly OwnStep[] {
  return [...OF_LIFE[state.life](state, traits), ...ofAttempt(state), ...ofAbandoned(state)];
}

type Steps = (state: WorkerState, traits: Traits) => readonly OwnStep[];

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
  up: (state, traits) => faults(state, traits),
  paused: (state, traits) => inFlight(state, traits),
  dead: (state, traits) => inFlight(state, traits),
  stopping: (state, { spec }) => {
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

function faults(state: WorkerState, traits: Traits): readonly OwnStep[] {
  const paused = { ...state, life: 'paused' } as const;
  const dead = { ...state, life: 'dead' } as const;
  const exits: OwnStep = {
    label: 'ends by itself',
    kind: 'fault',
    to: dead,
    says: [{ type: 'exited', exit: 'normal' }],
  };
  if (traits.spec.kind === 'supervisor')
    return [
      ...(['RECOVERABLE', 'CRITICAL'] as const).map((severity) =>
        fault('gives up', severity, 'supervisor', dead),
      ),
      { ...exits, says: [{ type: 'exited', exit: 'shutdown' }] },
    ];
  return [
    ...operationFaults(paused, traits),
    ...SEVERITIES.map((severity) => fault('throws in a transition', severity, 'transition', dead)),
    ...SEVERITIES.map((severity) => fault('crashes', severity, 'worker', dead)),
    exits,
  ];
}

/** Nothing new is begun then, but what is in flight may fail. */
function inFlight(state: WorkerState, traits: Traits): readonly OwnStep[] {
  return traits.spec.kind === 'supervisor' ? [] : operationFaults(state, traits);
}

function operationFaults(to: WorkerState, { hasRate }: Traits): readonly OwnStep[] {
  const failures = SEVERITIES.map((severity) => fault('fails', severity, 'operation', to));
  return hasRate ? [...failures, ...RAISED.map((severity) => rareFault(severity, to))] : failures;
}

/** The severities that can be raised. */
const RAISED = ['TRANSIENT', 'RECOVERABLE'] as const;

function fault(what: string, severity: Severity, origin: FaultOrigin, to: WorkerState): OwnStep {
  const said: Said = { type: 'fault', severity, origin, isRare: false };
  return { label: `${what} (${severity})`, kind: 'fault', to, says: [said] };
}

function rareFault(severity: Severity, to: WorkerState): OwnStep {
  const said: Said = { type: 'fault', severity, origin: 'operation', isRare: true };
  return { label: `fails, once among many (${severity})`, kind: 'fault', to, says: [said] };
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
