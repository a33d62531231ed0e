import type { Severity } from '../fault/severity.ts';
import { formatDuration } from '../format-duration.ts';
import { oneLine } from '../one-line.ts';
import type { EventOf, SupervisionEvent, SupervisionEventType } from '../supervision-event.ts';
import type { AlertBoard, OpenAlert } from './alert-board.ts';

/**
 * What the board says: an alert has come, or is over.
 *
 * @example
 * ```ts
 * const told: AlertEvent['type'][] = ['alert.raised', 'alert.cleared'];
 * ```
 */
export type AlertEvent = EventOf<'alert.raised'> | EventOf<'alert.cleared'>;

const NOTHING: readonly AlertEvent[] = [];
const MAX_ERROR = 140;

type Kind = 'degraded' | 'failed' | 'gave-up' | 'leak' | 'left-idle' | 'slow-stop';

/** What is over when the child comes to life, or to its end. */
const ALL: readonly Kind[] = ['degraded', 'failed', 'gave-up', 'leak', 'left-idle', 'slow-stop'];
/** What is over when it is on its way out: its old life may still be waited for. */
const ALL_BUT_SLOW_STOP: readonly Kind[] = ['degraded', 'failed', 'gave-up', 'leak', 'left-idle'];
/** What is over when it is left idle. */
const PARKED: readonly Kind[] = ['degraded', 'failed', 'leak'];
/** What is over when it is tried to heal it: somebody has started it again. */
const AT_REST: readonly Kind[] = ['degraded', 'failed', 'leak', 'left-idle'];

type Rule<Event> = (board: AlertBoard, event: Event) => readonly AlertEvent[];
type Rules = { readonly [Type in SupervisionEventType]?: Rule<EventOf<Type>> };

const clearAll: Rule<SupervisionEvent> = (board, event) => clear(board, event, ALL);
const clearAtRest: Rule<SupervisionEvent> = (board, event) => clear(board, event, AT_REST);

/** An end below which nothing is left. Of the children of an abandoned supervisor nobody speaks again. */
const clearBelow: Rule<SupervisionEvent> = (board, event) =>
  clearIds(board, event.at, board.below(event.path));

const RULES: Rules = {
  'child.degraded': (board, event) => [
    ...clear(board, event, ['failed', 'leak', 'left-idle']),
    ...raiseDegraded(board, event, event.nextAt, event.incident),
  ],
  'child.failed': (board, event) => [
    ...clear(board, event, ['degraded', 'leak', 'left-idle']),
    ...raise(board, event, 'failed', 'CRITICAL', {
      incident: event.incident,
      message: `${event.path} has failed and is not restarted: ${mend(event.path)}`,
    }),
  ],
  'supervisor.gaveUp': (board, event) =>
    raise(board, event, 'gave-up', 'CRITICAL', {
      message: `${event.path || 'the root supervisor'} gave up: ${event.reason} (child "${event.child}": ${oneLine(event.error.message, MAX_ERROR)})`,
    }),
  'recovery.paused': (board, event) =>
    raise(board, event, 'leak', 'CRITICAL', {
      message: `${event.path}: ${event.abandoned} lives will not end; it is not started again before one does`,
    }),
  'child.leftIdle': (board, event) => [
    ...clear(board, event, PARKED),
    ...raise(board, event, 'left-idle', 'CRITICAL', {
      message: `${event.path} was stopped for a restart of "${event.because}" that was called off: restartChild(tree, '${event.path}')`,
    }),
  ],
  'child.cycled': clearAtRest,
  'child.stopSlow': (board, event) =>
    raise(board, event, 'slow-stop', 'RECOVERABLE', {
      message: `${event.path} has not stopped for ${formatDuration(event.waitedMs)} and is waited for without limit`,
    }),
  'child.stopEnded': (board, event) => clear(board, event, ['slow-stop']),
  // It may turn out on the way back that only a person can help.
  'recovery.failed': (board, event) =>
    event.nextAt === undefined ? raiseDegraded(board, event, undefined, undefined) : NOTHING,
  // A new life is tried only when the old one has ended.
  'recovery.attempted': (board, event) => clear(board, event, ['leak']),
  'abandoned.settled': (board, event) =>
    event.unsettled === 0 ? clear(board, event, ['leak']) : NOTHING,
  'child.restarting': clearAtRest,
  'child.stepping': clearAtRest,
  'child.retrying': clearAtRest,
  'child.started': clearAll,
  'child.recovered': clearAll,
  'child.exited': clearAll,
  'child.stopping': (board, event) => clear(board, event, ALL_BUT_SLOW_STOP),
  'child.stopped': clearAll,
  'child.abandoned': (board, event) => [
    ...clear(board, event, ['slow-stop']),
    ...clearBelow(board, event),
  ],
  'child.removed': (board, event) => [...clearAll(board, event), ...clearBelow(board, event)],
  'supervisor.started': clearAll,
  // Its own giving up stays to be read, also when the tree has ended with it.
  'supervisor.failed': clearBelow,
  'supervisor.stopped': (board, event) => [...clearAll(board, event), ...clearBelow(board, event)],
};

/**
 * What alerts an event raises and clears: each once, whatever comes in whatever order. Constant time,
 * and one look-up for events that concern none; an end takes what is cleared by it.
 *
 * @example
 * ```ts
 * const board = createAlertBoard();
 * alertsAfter(board, { type: 'child.failed', at: 0, path: 'db', incident: 'db#1' }).length; // 1
 * alertsAfter(board, { type: 'child.failed', at: 1, path: 'db', incident: 'db#1' }).length; // 0
 * ```
 */
export function alertsAfter(board: AlertBoard, event: SupervisionEvent): readonly AlertEvent[] {
  const rule: Rule<never> | undefined = RULES[event.type];
  return rule === undefined ? NOTHING : rule(board, event as never);
}

type Detail = Pick<OpenAlert, 'message' | 'incident'>;

/** Open already, it is raised again only when it has become worse or better. */
function raise(
  board: AlertBoard,
  event: Pick<SupervisionEvent, 'at' | 'path' | 'incident'>,
  kind: Kind,
  severity: Severity,
  told: Detail,
): readonly AlertEvent[] {
  const { at, path, incident } = event;
  const detail = incident === undefined ? told : { incident, ...told };
  const alert = `${kind}:${path}`;
  if (board.get(alert)?.severity === severity) return NOTHING;
  const cleared = clear(board, event, [kind]);
  board.add({ alert, path, severity, raisedAt: at, ...detail });
  return [...cleared, { type: 'alert.raised', at, path, alert, severity, ...detail }];
}

function raiseDegraded(
  board: AlertBoard,
  event: Pick<SupervisionEvent, 'at' | 'path'>,
  nextAt: number | undefined,
  incident = board.get(`degraded:${event.path}`)?.incident,
): readonly AlertEvent[] {
  const { path } = event;
  const waits = nextAt === undefined;
  const message = waits
    ? `${path} is degraded and waits for a person: ${mend(path)}`
    : `${path} is degraded; it tries to return by itself`;
  return raise(board, event, 'degraded', waits ? 'CRITICAL' : 'RECOVERABLE', {
    message,
    ...(incident === undefined ? undefined : { incident }),
  });
}

function mend(path: string): string {
  return `mend the cause, then recover(tree, '${path}')`;
}

function clear(
  board: AlertBoard,
  { at, path }: Pick<SupervisionEvent, 'at' | 'path'>,
  kinds: readonly Kind[],
): readonly AlertEvent[] {
  if (board.size === 0) return NOTHING;
  return clearIds(
    board,
    at,
    kinds.map((kind) => `${kind}:${path}`),
  );
}

function clearIds(board: AlertBoard, at: number, ids: readonly string[]): readonly AlertEvent[] {
  return ids.flatMap((id) => {
    const open = board.get(id);
    if (open === undefined) return [];
    board.remove(open);
    const { raisedAt: _, ...detail } = open;
    return [{ type: 'alert.cleared', at, ...detail }];
  });
}
