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
import { type Report, reportInWords } from './message.ts';

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

/** As the reducer takes it, in this state and at this instant. */
export function inputOf(
  stimulus: Stimulus,
  state: SupervisorState,
  ids: readonly string[],
  at: number,
): SupervisorInput {
  const input = undated(stimulus, state, ids);
  return { ...input, at, random: 0.5 } as SupervisorInput;
}

function undated(stimulus: Stimulus, state: SupervisorState, ids: readonly string[]): UndatedInput {
  switch (stimulus.type) {
    case 'start':
      return { type: 'supervisor.start' };
    case 'stop':
      return stimulus.isHurried
        ? { type: 'supervisor.stop', reason: 'shutdown', withinMs: 0 }
        : { type: 'supervisor.stop', reason: 'shutdown' };
    case 'due':
      return { type: 'agenda.due', id: idAt(ids, stimulus.child), kind: stimulus.kind };
    case 'startChild':
      return {
        type: 'command.startChild',
        id: idAt(ids, stimulus.child),
        ticket: nextTicket(state),
        spec: stimulus.spec,
      };
    case 'command':
      return {
        type: `command.${stimulus.command}`,
        id: idAt(ids, stimulus.child),
        ticket: nextTicket(state),
        ...(stimulus.isBrutal ? { brutal: true } : undefined),
      };
    case 'report':
      return reported(stimulus.report, state, idAt(ids, stimulus.report.child));
  }
}

export function idAt(ids: readonly string[], index: number): string {
  const id = ids[index];
  if (id === undefined) throw new RangeError(`there is no child ${index}`);
  return id;
}

/** One that nobody waits with. */
function nextTicket({ children }: SupervisorState): number {
  let last = 0;
  for (const { tickets = [] } of children.values())
    for (const { ticket } of tickets) last = Math.max(last, ticket);
  return last + 1;
}

function reported({ said, isCurrent }: Report, state: SupervisorState, id: string): UndatedInput {
  const record = state.children.get(id);
  const epoch = (record?.epoch ?? 0) - (isCurrent ? 0 : 1);
  switch (said.type) {
    case 'started':
    case 'stopped':
    case 'stopOverdue':
      return { type: `report.${said.type}`, id, epoch };
    case 'abandonedSettled':
      return { type: 'report.abandonedSettled', id, epoch: oldestAbandoned(record) };
    case 'startFailed':
      return {
        type: 'report.startFailed',
        id,
        epoch,
        fault: faultOf(said.severity, 'start'),
        pending: said.pending,
      };
    case 'fault':
      return { type: 'report.fault', id, epoch, fault: faultOf(said.severity, said.origin) };
    case 'exited':
      return {
        type: 'report.exited',
        id,
        epoch,
        exit: said.exit,
        fault: faultOf('RECOVERABLE', 'exit'),
      };
    case 'attemptSettled':
      return {
        type: 'report.attemptSettled',
        id,
        epoch,
        step: said.step,
        ...(said.severity === undefined
          ? undefined
          : { fault: faultOf(said.severity, said.step === 'retry' ? 'operation' : 'step') }),
      };
  }
}

/** Which of them it is makes no difference; a number that is none where there is none. */
function oldestAbandoned(record: ChildRecord | undefined): number {
  return record?.abandoned?.[0] ?? -1;
}

function faultOf(severity: Severity, origin: FaultOrigin): JudgedFault {
  const error = { name: 'Error', message: severity };
  return { id: 'fault', origin, severity, rule: 'model', error };
}

/** In a counterexample. */
export function stimulusInWords(stimulus: Stimulus, ids: readonly string[]): string {
  switch (stimulus.type) {
    case 'report':
      return `hears: ${reportInWords(stimulus.report, idAt(ids, stimulus.report.child))}`;
    case 'due':
      return `has a deadline: ${stimulus.kind} of ${idAt(ids, stimulus.child)}`;
    case 'command':
      return `orders ${stimulus.command}(${idAt(ids, stimulus.child)}${stimulus.isBrutal ? ', brutal' : ''})`;
    case 'startChild':
      return `orders startChild(${idAt(ids, stimulus.child)})`;
    case 'start':
      return 'is started';
    case 'stop':
      return stimulus.isHurried ? 'is to stop at once' : 'is to stop';
  }
}
