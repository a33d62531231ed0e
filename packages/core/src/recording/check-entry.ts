import { SEVERITIES } from '../fault/severity.ts';
import type { TimerKind } from '../supervision/state.ts';
import type { SupervisorInput } from '../supervision/supervisor-input.ts';
import { CHILD_SPEC } from './check-keyframe.ts';
import {
  type Fields,
  LIST,
  NUMBER,
  OBJECT,
  oneOf,
  requireFields,
  type Rule,
  TEXT,
} from './field-rules.ts';
import type { RecordedEvent, RecordedStep } from './recording.ts';

const TIMERS = Object.keys({
  retry: true,
  restart: true,
  stable: true,
  recovery: true,
} satisfies Record<TimerKind, true>);

const CHILD: Fields = { id: TEXT };
const REPORT: Fields = { ...CHILD, epoch: NUMBER };
const COMMAND: Fields = { ...CHILD, ticket: NUMBER };
const FAULT: Fields = {
  id: TEXT,
  origin: TEXT,
  severity: oneOf(SEVERITIES),
  rule: TEXT,
  error: OBJECT,
};
const FAULTED: Fields = { ...REPORT, fault: OBJECT };

const FIELDS: Readonly<Record<SupervisorInput['type'], Fields>> = {
  'supervisor.start': {},
  'supervisor.stop': { reason: TEXT },
  'supervisor.reconfigure': {},
  'report.started': REPORT,
  'report.startFailed': FAULTED,
  'report.fault': FAULTED,
  'report.exited': { ...FAULTED, exit: oneOf(['normal', 'shutdown']) },
  'report.attemptSettled': REPORT,
  'report.stopped': REPORT,
  'report.stopOverdue': REPORT,
  'report.stopSlow': { ...REPORT, waitedMs: NUMBER },
  'report.abandonedSettled': REPORT,
  'agenda.due': { ...CHILD, kind: oneOf(TIMERS) },
  'command.startChild': { ...COMMAND, spec: OBJECT },
  'command.recover': COMMAND,
  'command.terminateChild': COMMAND,
  'command.restartChild': COMMAND,
  'command.deleteChild': COMMAND,
};

const KNOWN: Rule = {
  text: 'a known one',
  holds: (value) => typeof value === 'string' && Object.hasOwn(FIELDS, value),
};

/**
 * Whether everything is there that a replay reads: a line that was changed by hand is refused where it
 * stands, not where it is used.
 *
 * @throws Error saying which field must be what
 */
export function checkEntry(entry: RecordedStep | RecordedEvent): void {
  if (entry.type === 'event') {
    requireFields('', entry, { event: OBJECT });
    requireFields('event.', entry.event, { type: TEXT, at: NUMBER });
    return;
  }
  requireFields('', { effects: [], ...entry }, { path: TEXT, input: OBJECT, effects: LIST });
  const { input } = entry;
  requireFields('input.', input, { type: KNOWN, at: NUMBER, random: NUMBER });
  requireFields('input.', input, FIELDS[input.type]);
  if ('spec' in input) requireFields('input.spec.', input.spec, CHILD_SPEC);
  if ('fault' in input && input.fault !== undefined)
    requireFields('input.fault.', input.fault, FAULT);
}
