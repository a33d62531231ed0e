import { errorText } from './error-text.ts';
import { formatDuration } from './format-duration.ts';
import { endOfLine, oneLine } from './one-line.ts';
import type {
  EventOf,
  FaultReport,
  SupervisionEvent,
  SupervisionEventType,
} from './supervision-event.ts';

const MAX_LINE = 240;
const MAX_PATH = 80;
const MAX_ID = 60;
const MOST_NAMED = 3;

const WAITS_FOR_A_PERSON = 'waits for a person to mend the cause and recover it';
const ARTICLED = { ask: 'an ask', tell: 'a tell' } as const;
const HOOKS = {
  stop: 'its stop hook',
  fallback: 'its fallback',
  retryable: 'its retryable hook',
  dependencyChanged: 'its dependencyChanged hook',
  rule: 'one of its classify rules',
  lastResort: 'its last resort',
  random: 'its source of chance',
} as const;

const OBSERVERS = { inspector: 'an inspector', monitor: 'a monitor', page: 'a page' } as const;

type Told = Exclude<SupervisionEventType, 'command.refused'>;
type Texts = { readonly [Type in Told]: (event: EventOf<Type>) => string };

/** What is said of the path that stands before it. */
const TEXTS = {
  'child.started': ({ incarnation, incident }) =>
    incident === undefined
      ? `is running (life ${incarnation})`
      : `is running again (life ${incarnation}, ${id(incident)})`,
  'child.faulted': (event) =>
    `faulted (${event.fault.origin} of ${id(event.incident)}${moreFaults(event.more)}): ${verdict(event)}: ${errorText(event.fault.error)}`,
  'child.retrying': (event) => `retries (${attemptOf(event)}): ${event.severity}`,
  'child.restarting': (event) => `restarts (${attemptOf(event)}): ${event.severity}`,
  'child.stepping': (event) =>
    `takes the step "${id(event.step)}" (${attemptOf(event)}): ${event.severity}`,
  'step.skipped': ({ step, reason, incident }) =>
    `skips ${id(step)} (${id(incident)}): ${part(reason)}`,
  'child.recovered': ({ by, incident }) =>
    `recovered by ${id(by)}${incident === undefined ? '' : ` (${id(incident)})`}`,
  'child.degraded': ({ at, nextAt, incident }) =>
    `is degraded (${id(incident)}), ${nextAt === undefined ? WAITS_FOR_A_PERSON : `tries to return ${inTime(nextAt - at)}`}`,
  'child.failed': ({ incident }) =>
    `has failed and is not restarted (${id(incident)}), ${WAITS_FOR_A_PERSON}`,
  'recovery.attempted': ({ by }) =>
    `tries to return from degraded (${by === 'itself' ? 'by itself' : 'asked by an operator'})`,
  'recovery.failed': ({ at, nextAt, fault }) =>
    `could not return from degraded, ${nextAt === undefined ? WAITS_FOR_A_PERSON : `tries again ${inTime(nextAt - at)}`}: ${because(fault)}`,
  'recovery.paused': ({ abandoned }) =>
    `is not started again before one of its ${count(abandoned, 'abandoned life', 'abandoned lives')} ends`,
  'incident.opened': ({ incident, severity }) =>
    `has a new incident (${id(incident)}): ${severity}`,
  'incident.closed': (event) =>
    `closes its incident (${id(event.incident)}): ${event.outcome} after ${totals(event)}, ${event.severity}`,
  'child.exited': ({ exit }) => `has ended by itself (${exit}) and is not restarted`,
  'child.stopping': () => 'is stopping',
  'child.stopped': () => 'has stopped',
  'child.removed': () => 'is no longer a child',
  'child.added': () => 'is a child from now on',
  'child.notStarted': ({ fault }) => `was not started: its start failed: ${because(fault)}`,
  'child.cycled': (event) => `is restarted with ${id(event.with)}`,
  'child.leftIdle': (event) =>
    `is left idle until somebody starts it: it was stopped for a restart of ${id(event.because)} that was called off`,
  'child.waiting': ({ dependency }) => `waits for ${id(dependency)}, on which it depends`,
  'dependency.down': ({ dependency, state }) =>
    `depends on ${id(dependency)}, which is down (${id(state)})`,
  'dependency.up': ({ dependency }) => `depends on ${id(dependency)}, which is back`,
  'group.restarting': ({ child }) => `restarts a group of children because of ${id(child)}`,
  'group.restarted': ({ child }) => `has restarted the group of ${id(child)}`,
  'supervisor.reconfigured': () => 'has been reconfigured',
  'command.given': ({ command, by }) => `gets the order ${id(command)} from ${id(by)}`,
  'child.stopSlow': ({ waitedMs }) =>
    `has not stopped for ${formatDuration(waitedMs)} and is waited for without limit`,
  'child.stopEnded': () => 'is done with a stop that took long',
  'child.abandoned': ({ incarnation, unsettled }) =>
    `did not stop in time: life ${incarnation} is abandoned (${count(unsettled, 'life', 'lives')} not ended yet)`,
  'abandoned.settled': ({ unsettled }) =>
    `is rid of an abandoned life, which has ended after all (${unsettled} left)`,
  'hook.failed': ({ hook, error }) => `reports that ${HOOKS[hook]} threw: ${errorText(error)}`,
  'fault.absorbed': ({ fault }) =>
    `faulted while it stops, which changes nothing: ${because(fault)}`,
  'report.fenced': ({ report, epoch, current }) =>
    `is not moved by "${id(report)}" of an earlier life (epoch ${epoch}, now ${current})`,
  'supervisor.started': () => 'has started its children',
  'supervisor.gaveUp': ({ reason, child, error }) =>
    `gives up and stops its children: ${reason} (child ${id(child)}): ${errorText(error)}`,
  'supervisor.failed': ({ path, leftBehind }) =>
    path === ''
      ? `has failed: the tree has ended${leftovers(leftBehind)}`
      : 'has failed: its supervisor decides',
  'supervisor.stopping': ({ reason }) => `stops its children: ${part(reason)}`,
  'supervisor.stopped': ({ leftBehind }) => `has stopped${leftovers(leftBehind)}`,
  'message.undeliverable': ({ kind, reason }) => `did not get ${ARTICLED[kind]}: ${reason}`,
  'health.changed': ({ health, was }) => `is ${health}, was ${was}`,
  'alert.raised': ({ severity, message }) => `raises an alert (${severity}): ${part(message)}`,
  'alert.cleared': ({ alert }) => `clears the alert ${endOfLine(alert, MAX_PATH)}`,
  'observer.failed': ({ observer, error }) =>
    `has ${OBSERVERS[observer]} that threw: ${errorText(error)}`,
} as const satisfies Texts;

/**
 * An event in one line for a tired reader: who, what happened, what is next, why. At most 240
 * characters, without line breaks or control characters whatever the errors say.
 *
 * @example
 * ```ts
 * describeEvent({
 *   type: 'child.restarting', at: 0, path: 'payments', incident: 'payments#3',
 *   attempt: 2, severity: 'RECOVERABLE', delayMs: 1_000,
 * }); // 'payments restarts (attempt 2 of payments#3, in 1 s): RECOVERABLE'
 * ```
 */
export function describeEvent(event: SupervisionEvent): string {
  const subject = endOfLine(event.path, MAX_PATH) || 'root';
  return oneLine(
    event.type === 'command.refused' ? phrase(event) : `${subject} ${phrase(event)}`,
    MAX_LINE,
  );
}

/** The same without its subject, for those who show that beside it: `restarts (attempt 2 of …`. */
export function eventPhrase(event: SupervisionEvent): string {
  return oneLine(phrase(event), MAX_LINE);
}

function phrase(event: SupervisionEvent): string {
  if (event.type === 'command.refused') return refusal(event);
  const text: (event: never) => string = TEXTS[event.type];
  return text(event as never);
}

/** Of the order, not of its child: that may not even exist. */
function refusal({ path, command, reason, error }: EventOf<'command.refused'>): string {
  const subject = endOfLine(path, MAX_PATH) || 'root';
  const cause = error === undefined ? '' : `: ${errorText(error)}`;
  return `${id(command)} of "${subject}" is refused: ${part(reason)}${cause}`;
}

function id(text: string): string {
  return endOfLine(text, MAX_ID);
}

function part(text: string): string {
  return oneLine(text, MAX_LINE);
}

function count(amount: number, one: string, many: string): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** Who would not end, by name: that is where whoever reads it has to look. */
function leftovers(paths: readonly string[] = []): string {
  if (paths.length === 0) return '';
  const named = paths.slice(0, MOST_NAMED).map((path) => endOfLine(path, MAX_ID));
  const rest = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : '';
  return `, leaving behind ${named.join(', ')}${rest}, which would not end`;
}

function inTime(ms: number): string {
  if (ms < 0.5) return 'at once';
  return ms === Infinity ? 'never' : `in ${formatDuration(ms)}`;
}

function attemptOf({
  attempt,
  incident,
  delayMs,
}: EventOf<'child.retrying' | 'child.restarting' | 'child.stepping'>): string {
  return `attempt ${attempt} of ${id(incident)}, ${inTime(delayMs)}`;
}

function moreFaults(more = 0): string {
  return more === 0 ? '' : `, with ${more} more`;
}

/** The severity that counts, and where it comes from if the rules said otherwise. */
function verdict({ severity, raisedBy, fault }: EventOf<'child.faulted'>): string {
  if (raisedBy !== undefined) return `${severity}, raised from ${fault.severity} by ${raisedBy}`;
  return severity === fault.severity ? severity : `${severity}, by itself ${fault.severity}`;
}

function because({ severity, error }: FaultReport): string {
  return `${severity}: ${errorText(error)}`;
}

function totals({ faults, restarts, repairMs }: EventOf<'incident.closed'>): string {
  const repair = repairMs === undefined ? '' : `, repaired in ${formatDuration(repairMs)}`;
  return `${count(faults, 'fault', 'faults')} and ${count(restarts, 'restart', 'restarts')}${repair}`;
}
