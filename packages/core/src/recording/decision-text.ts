import { formatDuration } from '../format-duration.ts';
import type { Effect, FaultContext } from '../supervision/effect.ts';
import { pathOf } from '../supervision/spec.ts';
import type { TimerKind } from '../supervision/state.ts';
import type { SupervisionEvent } from '../supervision-event.ts';

/** Where an event of a chart leads: the same in every chart. A custom step's state has its own name. */
const LEADS_TO: Readonly<Record<string, string>> = {
  'service.start': 'starting',
  'service.started': 'running',
  'service.retry': 'retrying',
  'service.recovered': 'running',
  'service.restart': 'restarting',
  'service.degrade': 'degraded',
  'service.fail': 'failed',
  'service.exited': 'stopped',
  'service.stop': 'stopping',
  'service.stopped': 'stopped',
  'supervisor.start': 'starting',
  'supervisor.started': 'running',
  'supervisor.restart': 'restarting',
  'supervisor.restarted': 'running',
  'supervisor.give_up': 'stopping',
  'supervisor.stop': 'stopping',
  'supervisor.stopped': 'stopped',
  'supervisor.gave_up': 'failed',
};

const DUE: Readonly<Record<TimerKind, (child: string) => string>> = {
  retry: (child) => `retry ${child}`,
  restart: (child) => `restart ${child}`,
  stable: (child) => `call ${child} stable`,
  recovery: (child) => `let ${child} try to return`,
};

interface Place {
  readonly of: (id: string) => string;
  /** When it was decided: milliseconds of the clock. */
  readonly at: number;
}

type Texts = {
  readonly [Type in Effect['type']]: (
    effect: Extract<Effect, { readonly type: Type }>,
    place: Place,
  ) => string | undefined;
};

const TEXTS: Texts = {
  tell: ({ id, event, context }, { of }) =>
    `${of(id)} is ${stateAfter(event)}${reasonFor(context)}`,
  tellSelf: ({ event }) => `the supervisor is ${stateAfter(event)}`,
  startChild: ({ id, incarnation }, { of }) => `start ${of(id)} (life ${incarnation})`,
  stopChild: ({ id, mode, withinMs }, { of }) => `stop ${of(id)} (${mode}, ${limit(withinMs)})`,
  hurryStop: ({ id, withinMs }, { of }) => `stop ${of(id)} sooner (${limit(withinMs)})`,
  abandonChild: ({ id }, { of }) => `wait for ${of(id)} no longer`,
  retryChild: ({ id }, { of }) => `try the parked requests of ${of(id)} again`,
  runStep: ({ id, step }, { of }) => `run ${step} of ${of(id)}`,
  settleParked: ({ id, fate }, { of }) =>
    fate === 'reject'
      ? `reject the parked requests of ${of(id)}`
      : `hand the parked requests of ${of(id)} to its fallback`,
  addChild: ({ id }, { of }) => `add ${of(id)}`,
  tellDependency: ({ id, dependency, isUp }, { of }) =>
    `tell ${of(id)} that ${of(dependency)} is ${isUp ? 'up' : 'down'}`,
  removeChild: ({ id }, { of }) => `remove ${of(id)}`,
  schedule: ({ id, kind, at }, { of, at: now }) => `${DUE[kind](of(id))} ${inTime(at - now)}`,
  cancel: ({ id, kind }, { of }) => `not any more: ${DUE[kind](of(id))}`,
  report: ({ event }) => eventText(event),
  answer: ({ result }) => (result.ok ? 'answer: done' : `answer: ${result.reason}`),
  started: () => undefined,
  ended: ({ ending }) => `the supervisor has ended: ${ending.kind}`,
};

/**
 * What was decided, in words; undefined for what only tells of another decision.
 *
 * @param path - of the supervisor
 * @param at - when it was decided: milliseconds of the clock
 */
export function decisionText(path: string, at: number, effect: Effect): string | undefined {
  const text: (effect: never, place: Place) => string | undefined = TEXTS[effect.type];
  return text(effect as never, { of: (id) => pathOf({ path }, id), at });
}

/** What is told beside a decision says the same again; these two say something of their own. */
function eventText(event: SupervisionEvent): string | undefined {
  if (event.type === 'incident.closed') return `${event.incident} closes: ${event.outcome}`;
  return event.type === 'step.skipped' ? `skip ${event.step} (${event.reason})` : undefined;
}

function stateAfter(event: string): string {
  return LEADS_TO[event] ?? event.slice(event.indexOf('.') + 1);
}

function reasonFor(context: FaultContext | undefined): string {
  if (context === undefined) return '';
  return ` (${context.step} ${context.attempt}, ${context.severity})`;
}

function limit(withinMs: number): string {
  return withinMs === Infinity ? 'without limit' : `within ${formatDuration(withinMs)}`;
}

function inTime(ms: number): string {
  return ms <= 0 ? 'at once' : `in ${formatDuration(ms)}`;
}
