import { type ChildSpec, type FaultOrigin, SEVERITIES, type Severity } from '@kintsugi/core';
import type { Said } from './message.ts';
import type { OwnStep, WorkerState } from './worker.ts';

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
