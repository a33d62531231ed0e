import { errorText } from '../error-text.ts';
import { formatDuration } from '../format-duration.ts';
import { oneLine } from '../one-line.ts';
import { pathOf } from '../supervision/spec.ts';
import type {
  JudgedFault,
  SupervisorInput,
  SupervisorInputOf,
} from '../supervision/supervisor-input.ts';

const MAX_REASON = 80;

type Texts = {
  readonly [Type in SupervisorInput['type']]: (input: SupervisorInputOf<Type>) => string;
};

/** What is said of the child, or of the supervisor itself, that stands before it. */
const TEXTS: Texts = {
  'supervisor.start': () => 'is started',
  'supervisor.stop': ({ reason }) => `is told to stop (${oneLine(reason, MAX_REASON)})`,
  'supervisor.reconfigure': () => 'is reconfigured',
  'report.started': () => 'has started',
  'report.startFailed': ({ fault, pending }) =>
    `${pending ? 'has not started in time' : 'could not start'}: ${verdict(fault)}`,
  'report.fault': ({ fault }) => `faults (${fault.origin}): ${verdict(fault)}`,
  'report.exited': ({ exit }) => `has ended by itself (${exit})`,
  'report.attemptSettled': ({ step = 'retry', fault }) =>
    fault === undefined ? `comes through ${step}` : `fails in ${step}: ${verdict(fault)}`,
  'report.stopped': ({ error }) =>
    error === undefined ? 'is down' : `is down, its stop hook threw ${errorText(error)}`,
  'report.stopOverdue': () => 'has not stopped in time',
  'report.stopSlow': ({ waitedMs }) => `has not stopped for ${formatDuration(waitedMs)}`,
  'report.abandonedSettled': () => 'is rid of an abandoned life',
  'agenda.due': ({ kind }) => `is due (${kind})`,
  'command.startChild': () => 'is to be added and started, by order',
  'command.recover': () => 'is to be recovered, by order',
  'command.terminateChild': ({ brutal }) =>
    `is to be stopped${brutal === true ? ' at once' : ''}, by order`,
  'command.restartChild': () => 'is to be started again, by order',
  'command.deleteChild': () => 'is to be deleted, by order',
};

/** What came to a supervisor, in words. */
export function inputText(path: string, input: SupervisorInput): string {
  const subject = 'id' in input ? pathOf({ path }, input.id) : path;
  const text: (input: never) => string = TEXTS[input.type];
  return `${subject === '' ? 'root' : subject} ${text(input as never)}`;
}

function verdict({ severity, error }: JudgedFault): string {
  return `${severity} ${errorText(error)}`;
}
