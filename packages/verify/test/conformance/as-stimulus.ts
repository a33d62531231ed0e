import type { EscalationPolicy, SupervisorInput, SupervisorInputOf } from '@kintsugi/core';
import { type Report, type Said, stale } from '../../src/model/message.ts';
import type { Stimulus } from '../../src/model/stimulus.ts';

/** What of a real supervisor makes a difference to what the model would have heard in its place. */
export interface Hearer {
  readonly ids: readonly string[];
  readonly pattern: EscalationPolicy['pattern'];
  /** Whether this is the child's present epoch. */
  readonly isPresent: (id: string, epoch: number) => boolean;
}

/** What has come to a real supervisor, as the model has it; undefined when that knows no such thing. */
export function asStimulus(input: SupervisorInput, hearer: Hearer): Stimulus | undefined {
  if (input.type === 'supervisor.start') return { type: 'start' };
  if (input.type === 'supervisor.stop') return { type: 'stop', isHurried: input.withinMs === 0 };
  if (!('id' in input)) return undefined;
  const child = hearer.ids.indexOf(input.id);
  if (input.type === 'agenda.due') return { type: 'due', child, kind: input.kind };
  if (isOrder(input))
    return {
      type: 'command',
      child,
      command: COMMANDS[input.type],
      isBrutal: input.brutal === true,
    };
  return 'epoch' in input ? asReport(input, child, hearer) : undefined;
}

const COMMANDS = {
  'command.recover': 'recover',
  'command.terminateChild': 'terminateChild',
  'command.restartChild': 'restartChild',
  'command.deleteChild': 'deleteChild',
} as const;

function isOrder(input: SupervisorInput): input is SupervisorInputOf<keyof typeof COMMANDS> {
  return input.type in COMMANDS;
}

type OfLife = Extract<SupervisorInput, { readonly epoch: number }>;

function asReport(input: OfLife, child: number, hearer: Hearer): Stimulus | undefined {
  if (input.type === 'report.stopSlow') return undefined;
  const said = asSaid(input.type, input, hearer.pattern);
  const report: Report = { child, said, isCurrent: true };
  const isCurrent = hearer.isPresent(input.id, input.epoch);
  return { type: 'report', report: isCurrent ? report : stale(report) };
}

type Pattern = Hearer['pattern'];
type Reports = {
  readonly [Type in Exclude<OfLife['type'], 'report.stopSlow'>]: SupervisorInputOf<Type>;
};

function asSaid<Type extends keyof Reports>(
  type: Type,
  input: Reports[Type],
  pattern: Pattern,
): Said {
  return AS_SAID[type](input, pattern);
}

const AS_SAID: {
  readonly [Type in keyof Reports]: (input: Reports[Type], pattern: Pattern) => Said;
} = {
  'report.started': () => ({ type: 'started' }),
  'report.startFailed': ({ fault: { severity }, pending }) => ({
    type: 'startFailed',
    severity,
    pending,
  }),
  'report.fault': (input, pattern) => ({
    type: 'fault',
    severity: input.fault.severity,
    origin: input.fault.origin,
    isRare: isRare(input, pattern),
  }),
  'report.exited': ({ exit }) => ({ type: 'exited', exit }),
  'report.attemptSettled': ({ step = '', fault }) => ({
    type: 'attemptSettled',
    step,
    severity: fault?.severity,
  }),
  'report.stopped': () => ({ type: 'stopped' }),
  'report.stopOverdue': () => ({ type: 'stopOverdue' }),
  'report.abandonedSettled': () => ({ type: 'abandonedSettled' }),
};

/** The same as the reducer judges it. */
function isRare(
  { fault, operations }: SupervisorInputOf<'report.fault'>,
  { minFailureRate }: Hearer['pattern'],
): boolean {
  if (fault.severity === 'CRITICAL' || operations === undefined) return false;
  return operations.settled > 0 && operations.failed / operations.settled < minFailureRate;
}
