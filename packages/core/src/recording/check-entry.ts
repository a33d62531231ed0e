import { SEVERITIES } from '../fault/severity.ts';
import { showValue } from '../fault/show-value.ts';
import type { TimerKind } from '../supervision/state.ts';
import type { SupervisorInput } from '../supervision/supervisor-input.ts';
import type { RecordedEvent, RecordedStep } from './recording.ts';

interface Rule {
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

/** What must stand where in an input. */
type Fields = Readonly<Record<string, Rule>>;

const TEXT: Rule = { text: 'a text', holds: (value) => typeof value === 'string' };
const NUMBER: Rule = { text: 'a number', holds: (value) => typeof value === 'number' };
const LIST: Rule = { text: 'a list', holds: (value) => Array.isArray(value) };
const OBJECT: Rule = {
  text: 'an object',
  holds: (value) => typeof value === 'object' && value !== null,
};
const TIMERS = Object.keys({
  retry: true,
  restart: true,
  stable: true,
  recovery: true,
} satisfies Record<TimerKind, true>);

function oneOf(members: readonly unknown[]): Rule {
  return { text: `one of ${members.join(', ')}`, holds: (value) => members.includes(value) };
}

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
  if ('fault' in input && input.fault !== undefined)
    requireFields('input.fault.', input.fault, FAULT);
}

function requireFields(prefix: string, data: object, fields: Fields): void {
  const values = new Map<string, unknown>(Object.entries(data));
  for (const [key, rule] of Object.entries(fields)) {
    const value = values.get(key);
    if (!rule.holds(value))
      throw new Error(`${prefix}${key} must be ${rule.text}, got ${showValue(value)}`);
  }
}
