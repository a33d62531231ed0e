import type {
  ChildRecord,
  ChildSpec,
  Command,
  FaultOrigin,
  JudgedFault,
  Severity,
  SupervisorInput,
  SupervisorState,
  TimerKind,
  UndatedInput,
} from '@kintsugi/core';
import { type Report, reportInWords, type Said } from './message.ts';

/** What may happen to a supervisor in the model. */
export type Stimulus =
  | { readonly type: 'report'; readonly report: Report }
  | { readonly type: 'due'; readonly child: number; readonly kind: TimerKind }
  | {
      readonly type: 'command';
      readonly child: number;
      readonly command: Exclude<Command, 'startChild'>;
      readonly isBrutal: boolean;
    }
  | { readonly type: 'startChild'; readonly child: number; readonly spec: ChildSpec }
  | { readonly type: 'start' }
  | { readonly type: 'stop'; readonly isHurried: boolean };

type Stimuli = {
  readonly [Type in Stimulus['type']]: Extract<Stimulus, { readonly type: Type }>;
};

/** As the reducer takes it, in this state and at this instant. */
export function inputOf(
  stimulus: Stimulus,
  state: SupervisorState,
  ids: readonly string[],
  at: number,
): SupervisorInput {
  // The middle of every jitter: how long a wait is makes no difference in the model.
  return { ...undated(stimulus.type, stimulus, state, ids), at, random: 0.5 };
}

function undated<Type extends keyof Stimuli>(
  type: Type,
  stimulus: Stimuli[Type],
  state: SupervisorState,
  ids: readonly string[],
): UndatedInput {
  return UNDATED[type](stimulus, state, ids);
}

const UNDATED: {
  readonly [Type in keyof Stimuli]: (
    stimulus: Stimuli[Type],
    state: SupervisorState,
    ids: readonly string[],
  ) => UndatedInput;
} = {
  start: () => ({ type: 'supervisor.start' }),
  stop: ({ isHurried }) => ({
    type: 'supervisor.stop',
    reason: 'shutdown',
    ...(isHurried ? { withinMs: 0 } : undefined),
  }),
  due: ({ child, kind }, _, ids) => ({ type: 'agenda.due', id: idAt(ids, child), kind }),
  startChild: ({ child, spec }, state, ids) => ({
    type: 'command.startChild',
    id: idAt(ids, child),
    ticket: nextTicket(state),
    spec,
  }),
  command: ({ child, command, isBrutal }, state, ids) => ({
    type: `command.${command}`,
    id: idAt(ids, child),
    ticket: nextTicket(state),
    ...(isBrutal ? { brutal: true } : undefined),
  }),
  report: ({ report }, state, ids) => reported(report, state, idAt(ids, report.child)),
};

/**
 * The id of the child with this number.
 *
 * @throws RangeError when there is none
 */
export function idAt(ids: readonly string[], index: number): string {
  const id = ids[index];
  if (id === undefined) throw new RangeError(`there is no child ${index}`);
  return id;
}

/** A number that no order in the state has. */
function nextTicket({ children }: SupervisorState): number {
  let last = 0;
  for (const { tickets = [] } of children.values())
    for (const { ticket } of tickets) last = Math.max(last, ticket);
  return last + 1;
}

function reported({ said, isCurrent }: Report, state: SupervisorState, id: string): UndatedInput {
  const record = state.children.get(id);
  if (said.type === 'abandonedSettled')
    return { type: 'report.abandonedSettled', id, epoch: oldestAbandoned(record) };
  const epoch = (record?.epoch ?? 0) - (isCurrent ? 0 : 1);
  return ofEpoch(said.type, said, { id, epoch });
}

type OfEpoch = {
  readonly [Type in Exclude<Said['type'], 'abandonedSettled'>]: Extract<
    Said,
    { readonly type: Type }
  >;
};

/** Which child it is about, and which of its epochs. */
interface Sender {
  readonly id: string;
  readonly epoch: number;
}

function ofEpoch<Type extends keyof OfEpoch>(
  type: Type,
  said: OfEpoch[Type],
  sender: Sender,
): UndatedInput {
  return OF_EPOCH[type](said, sender);
}

const OF_EPOCH: {
  readonly [Type in keyof OfEpoch]: (said: OfEpoch[Type], sender: Sender) => UndatedInput;
} = {
  started: (_, sender) => ({ type: 'report.started', ...sender }),
  startFailed: ({ severity, pending }, sender) => ({
    type: 'report.startFailed',
    ...sender,
    fault: faultOf(severity, 'start'),
    pending,
  }),
  fault: ({ severity, origin, isRare }, sender) => ({
    type: 'report.fault',
    ...sender,
    fault: faultOf(severity, origin),
    ...(isRare ? { operations: { settled: 1, failed: 0 } } : undefined),
  }),
  exited: ({ exit }, sender) => ({
    type: 'report.exited',
    ...sender,
    exit,
    fault: faultOf('RECOVERABLE', 'exit'),
  }),
  attemptSettled: ({ step, severity }, sender) => ({
    type: 'report.attemptSettled',
    ...sender,
    step,
    ...(severity === undefined ? undefined : { fault: faultOf(severity, originOf(step)) }),
  }),
  stopped: (_, sender) => ({ type: 'report.stopped', ...sender }),
  stopOverdue: (_, sender) => ({ type: 'report.stopOverdue', ...sender }),
};

function originOf(step: string): FaultOrigin {
  return step === 'retry' ? 'operation' : 'step';
}

function faultOf(severity: Severity, origin: FaultOrigin): JudgedFault {
  const error = { name: 'Error', message: severity };
  return { id: 'fault', origin, severity, rule: 'model', error };
}

/** Which of them it is makes no difference; a number that is none where there is none. */
function oldestAbandoned(record: ChildRecord | undefined): number {
  return record?.abandoned?.[0] ?? -1;
}

/** In a counterexample: `hears: a started`. */
export function stimulusInWords(stimulus: Stimulus, ids: readonly string[]): string {
  return inWords(stimulus.type, stimulus, ids);
}

function inWords<Type extends keyof Stimuli>(
  type: Type,
  stimulus: Stimuli[Type],
  ids: readonly string[],
): string {
  return IN_WORDS[type](stimulus, ids);
}

const IN_WORDS: {
  readonly [Type in keyof Stimuli]: (stimulus: Stimuli[Type], ids: readonly string[]) => string;
} = {
  report: ({ report }, ids) => `hears: ${reportInWords(report, idAt(ids, report.child))}`,
  due: ({ child, kind }, ids) => `has a deadline: ${kind} of ${idAt(ids, child)}`,
  command: ({ child, command, isBrutal }, ids) =>
    `orders ${command}(${idAt(ids, child)}${isBrutal ? ', brutal' : ''})`,
  startChild: ({ child }, ids) => `orders startChild(${idAt(ids, child)})`,
  start: () => 'is started',
  stop: ({ isHurried }) => (isHurried ? 'is to stop at once' : 'is to stop'),
};
