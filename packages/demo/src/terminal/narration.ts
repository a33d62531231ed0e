import type { SupervisionEvent } from '@kintsugi/actors';
import type { Narrator } from '../scenarios/scenario.ts';
import { clockText } from './duration.ts';
import type { Line, Segment } from './line.ts';
import { reasonOf } from './reasons.ts';
import { stateSegment } from './state-colour.ts';

const PATH_WIDTH = 11;
const STATE_WIDTH = 10;

/** Bookkeeping: true and worth a line, but not what the eye should rest on. */
const QUIET: ReadonlySet<SupervisionEvent['type']> = new Set<SupervisionEvent['type']>([
  'incident.opened',
  'incident.closed',
  'health.changed',
  'alert.cleared',
  'child.stopping',
  'child.stopped',
  'supervisor.started',
  'supervisor.stopping',
  'supervisor.stopped',
]);

/**
 * One event as a line: the clock, who, the state of its chart, why.
 *
 * @param elapsedMs - since the scenario began
 * @param state - of the subject's chart, at the event
 */
export function eventLine(event: SupervisionEvent, state: string, elapsedMs: number): Line {
  const who = event.path === '' ? '(tree)' : event.path;
  return [
    [`  ${clockText(elapsedMs)}  `, 'dim'],
    [`${who.padEnd(PATH_WIDTH)}  `, event.path === '' ? 'dim' : undefined],
    stateSegment(state, STATE_WIDTH),
    ...severitySegments(event),
    [`  ${reasonOf(event)}`, QUIET.has(event.type) ? 'dim' : undefined],
  ];
}

const SEVERITY_COLOURS = { TRANSIENT: 'yellow', RECOVERABLE: 'magenta', CRITICAL: 'red' } as const;

/** Of a fault: how bad it is, and what it was raised to. */
function severitySegments(event: SupervisionEvent): Line {
  if (event.type !== 'child.faulted') return [];
  const { fault, severity } = event;
  const own: Segment = [`  ${fault.severity}`, SEVERITY_COLOURS[fault.severity]];
  return severity === fault.severity
    ? [own]
    : [own, [' → '], [severity, SEVERITY_COLOURS[severity]]];
}

/** What somebody outside the tree does. */
export function saidLine(narrator: Narrator, text: string, elapsedMs: number): Line {
  return [
    [`  ${clockText(elapsedMs)}  `, 'dim'],
    [`${narrator.padEnd(PATH_WIDTH)}  ${'>'.padEnd(STATE_WIDTH)}  `, 'dim'],
    [text, narrator === 'caller' ? undefined : 'bold'],
  ];
}
