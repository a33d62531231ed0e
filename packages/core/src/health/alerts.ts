import type { Severity } from '../fault/severity.ts';
import type {
  AlertDetail,
  EventOf,
  SupervisionEvent,
  SupervisionEventType,
} from '../supervision-event.ts';

/** An alert that stands open. */
export interface OpenAlert extends AlertDetail {
  readonly path: string;
  readonly raisedAt: number;
}

/** The open alerts of a tree, by id: bounded by the number of children that are not well. */
export type AlertBoard = Map<string, OpenAlert>;

export type AlertEvent = EventOf<'alert.raised'> | EventOf<'alert.cleared'>;

/** A board without alerts. */
export function createAlertBoard(): AlertBoard {
  return new Map();
}

const NOTHING: readonly AlertEvent[] = [];

type Kind = 'degraded' | 'failed' | 'gave-up' | 'leak' | 'slow-stop';
const CHILD_KINDS: readonly Kind[] = ['degraded', 'failed', 'gave-up', 'slow-stop'];

type Rule<Event> = (board: AlertBoard, event: Event) => readonly AlertEvent[];
type Rules = { readonly [Type in SupervisionEventType]?: Rule<EventOf<Type>> };

const clearChild: Rule<SupervisionEvent> = (board, event) => clear(board, event, CHILD_KINDS);
const clearAll: Rule<SupervisionEvent> = (board, event) => clear(board, event, [...CHILD_KINDS, 'leak']);

const RULES: Rules = {
  'child.degraded': (board, event) => [
    ...clear(board, event, ['failed']),
    ...raise(board, event, 'degraded', event.nextAt === undefined ? 'CRITICAL' : 'RECOVERABLE', {
      incident: event.incident,
      message:
        event.nextAt === undefined
          ? `${event.path} is degraded and waits for a person: mend the cause, then recover("${event.path}")`
          : `${event.path} is degraded; it tries to return by itself`,
    }),
  ],
  'child.failed': (board, event) => [
    ...clear(board, event, ['degraded']),
    ...raise(board, event, 'failed', 'CRITICAL', {
      incident: event.incident,
      message: `${event.path} has failed and is not restarted: mend the cause, then recover("${event.path}")`,
    }),
  ],
  'supervisor.gaveUp': (board, event) =>
    raise(board, event, 'gave-up', 'CRITICAL', {
      message: `${event.path || 'the root supervisor'} gave up: ${event.reason} (child "${event.child}": ${event.error.message})`,
    }),
  'recovery.paused': (board, event) =>
    raise(board, event, 'leak', 'CRITICAL', {
      message: `${event.path}: ${event.abandoned} lives will not end; it is not started again before one does`,
    }),
  'child.stopSlow': (board, event) =>
    raise(board, event, 'slow-stop', 'RECOVERABLE', {
      message: `${event.path} has not stopped for ${event.waitedMs / 1_000} s and is waited for without limit`,
    }),
  'child.started': clearChild,
  'child.recovered': clearChild,
  'child.exited': clearChild,
  'child.stopped': clearChild,
  'child.abandoned': (board, event) => clear(board, event, ['slow-stop']),
  'child.restarting': (board, event) => clear(board, event, ['slow-stop']),
  'child.removed': clearAll,
  'abandoned.settled': (board, event) => (event.unsettled === 0 ? clear(board, event, ['leak']) : NOTHING),
  'supervisor.started': clearChild,
  'supervisor.stopped': clearChild,
};

/**
 * What alerts an event raises and clears: each once, whatever comes in whatever order. Constant time,
 * and one look-up for events that concern none.
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

function raise(
  board: AlertBoard,
  { at, path }: SupervisionEvent,
  kind: Kind,
  severity: Severity,
  detail: { readonly message: string; readonly incident?: string },
): readonly AlertEvent[] {
  const alert = `${kind}:${path}`;
  if (board.has(alert)) return NOTHING;
  board.set(alert, { alert, path, severity, raisedAt: at, ...detail });
  return [{ type: 'alert.raised', at, path, alert, severity, ...detail }];
}

function clear(
  board: AlertBoard,
  { at, path }: SupervisionEvent,
  kinds: readonly Kind[],
): readonly AlertEvent[] {
  if (board.size === 0) return NOTHING;
  return kinds.flatMap((kind) => {
    const alert = `${kind}:${path}`;
    const open = board.get(alert);
    if (open === undefined) return [];
    board.delete(alert);
    const { raisedAt: _, ...detail } = open;
    return [{ type: 'alert.cleared', at, ...detail }];
  });
}
