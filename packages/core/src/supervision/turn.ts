import { withoutStacks } from '../fault/without-stacks.ts';
import { eventOfStep } from '../escalation/lifecycle-chart.ts';
import { supervisorChart } from '../escalation/supervisor-chart.ts';
import type { IncidentOutcome, SupervisionEvent } from '../supervision-event.ts';
import type { CommandResult, Effect, FaultContext, StopMode } from './effect.ts';
import { pathOf, type SupervisorSpec } from './spec.ts';
import {
  type ChildRecord,
  type Command,
  hasEnded,
  type Life,
  type Phase,
  type SupervisorState,
  type TimerKind,
} from './state.ts';

/** One call of the reducer: what it works on, and the effects it has decided so far. */
export interface Turn {
  readonly state: SupervisorState;
  readonly spec: SupervisorSpec;
  readonly at: number;
  readonly random: number;
  /** Whether anybody listens: what is only told, at every restart, need not be made otherwise. */
  readonly isHeard: boolean;
  readonly effects: Effect[];
}

/** The chart has no such move: a defect of the reducer, found by the laws rather than by a user. */
function impossible(subject: string, state: string, event: string): Error {
  return new Error(`${subject}: the chart has no "${event}" in "${state}"`);
}

/** Moves a child's chart, and tells the child. */
export function move(turn: Turn, child: ChildRecord, event: string, context?: FaultContext): void {
  const target = turn.spec.chart.states[child.state]?.on[event]?.target;
  if (target === undefined) throw impossible(pathOf(turn.spec, child.id), child.state, event);
  if (child.spec.significant)
    turn.state.significant += Number(hasEnded(child.state)) - Number(hasEnded(target));
  child.state = target;
  child.since = turn.at;
  turn.effects.push({ type: 'tell', id: child.id, event, context });
}

/** Moves the supervisor's own chart. */
export function moveSelf(turn: Turn, event: string): void {
  const target = supervisorChart.states[turn.state.state].on[event]?.target;
  if (target === undefined) throw impossible(turn.spec.path, turn.state.state, event);
  turn.state.state = target;
  turn.effects.push({ type: 'tellSelf', event });
}

export function report(turn: Turn, event: SupervisionEvent): void {
  turn.effects.push({ type: 'report', event });
}

/** What every event of a child begins with. */
export function ofChild(
  turn: Turn,
  child: ChildRecord,
): { readonly at: number; readonly path: string; readonly incident?: string } {
  const path = pathOf(turn.spec, child.id);
  return child.incident === undefined
    ? { at: turn.at, path }
    : { at: turn.at, path, incident: incidentId(turn, child) };
}

/** The open incident's id: unique in the tree, never part of a decision. */
export function incidentId(turn: Turn, child: ChildRecord): string {
  return `${pathOf(turn.spec, child.id)}#${child.incidents}`;
}

/** Whether the supervisor is on its way out, or gone: nothing is started or scheduled any more. */
export function isEnding({ state: { state } }: Turn): boolean {
  return state === 'stopping' || state === 'stopped' || state === 'failed';
}

/** Sets a deadline. The instant in the record is also its fence: a timer that fires for another one is stale. */
export function schedule(turn: Turn, child: ChildRecord, kind: TimerKind, at: number): void {
  if (isEnding(turn)) return;
  child.timers ??= { retry: Infinity, restart: Infinity, stable: Infinity, recovery: Infinity };
  child.timers[kind] = at;
  turn.effects.push({ type: 'schedule', id: child.id, kind, at });
}

export function cancel(turn: Turn, child: ChildRecord, kind: TimerKind): void {
  if (child.timers === undefined || !isSet(child, kind)) return;
  child.timers[kind] = Infinity;
  turn.effects.push({ type: 'cancel', id: child.id, kind });
}

/** Whether a deadline of this kind is set. */
export function isSet({ timers }: ChildRecord, kind: TimerKind): boolean {
  return timers !== undefined && timers[kind] !== Infinity;
}

export function cancelAll(turn: Turn, child: ChildRecord): void {
  if (child.timers === undefined) return;
  cancel(turn, child, 'retry');
  cancel(turn, child, 'restart');
  cancel(turn, child, 'stable');
  cancel(turn, child, 'recovery');
}

/** What is under way for it is broken off by what happens to others; its incident stays open, and is charged nothing. */
export function interrupt(turn: Turn, child: ChildRecord): void {
  cancelAll(turn, child);
  if (child.incident !== undefined) child.incident.step = undefined;
  rejectParked(turn, child);
}

/** Requests that have failed are not tried again: whoever asked learns why. */
export function rejectParked(turn: Turn, { id }: ChildRecord): void {
  turn.effects.push({ type: 'settleParked', id, fate: 'reject' });
}

/** Begins a new life; only where there is none. */
export function startLife(turn: Turn, child: ChildRecord): void {
  if (isEnding(turn) || child.life !== 'none') return;
  enterLife(child, 'starting', 'starting');
  child.incarnation += 1;
  const { id, epoch, incarnation } = child;
  turn.effects.push({ type: 'startChild', id, epoch, incarnation });
}

/** Orders the end of the life there is. Answers whether there is one to wait for. */
export function leaveLife(turn: Turn, child: ChildRecord, mode: StopMode): boolean {
  if (child.life === 'none') {
    child.phase = undefined;
    return false;
  }
  const { shutdown } = child.spec;
  const brutal = mode === 'brutal_kill' || shutdown === 'brutal_kill';
  if (child.life === 'stopping') {
    hurry(turn, child, mode === 'brutal_kill' ? 0 : turn.state.stopWithinMs);
    return true;
  }
  enterLife(child, 'stopping', 'stopping');
  const withinMs = brutal ? 0 : Math.min(shutdown, turn.state.stopWithinMs);
  child.stopBy = turn.at + withinMs;
  const { id, epoch } = child;
  turn.effects.push({
    type: 'stopChild',
    id,
    epoch,
    mode: brutal ? 'brutal_kill' : mode,
    withinMs,
  });
  return true;
}

/** A deadline for a stop under way. One that would come later than what is set changes nothing. */
export function hurry(turn: Turn, child: ChildRecord, withinMs: number): void {
  if (child.life !== 'stopping' || turn.at + withinMs >= child.stopBy) return;
  child.stopBy = turn.at + withinMs;
  turn.effects.push({ type: 'hurryStop', id: child.id, withinMs });
}

function enterLife(child: ChildRecord, life: Life, phase: Phase): void {
  child.life = life;
  child.phase = phase;
  child.epoch += 1;
}

/** The life is over; what else goes on in the chart's state is another phase. */
export function endLife(child: ChildRecord): void {
  child.life = 'none';
  child.phase = undefined;
  child.stopBy = Infinity;
}

/** What the chart's snapshot says of a child with an open incident. */
function faultContext(
  turn: Turn,
  child: ChildRecord,
  step: string,
  attempt: number,
  nextAt?: number,
): FaultContext {
  const severity = child.incident?.severity ?? 'RECOVERABLE';
  const incident = incidentId(turn, child);
  return nextAt === undefined
    ? { incident, severity, step, attempt }
    : { incident, severity, step, attempt, nextAt };
}

/** What is said of a child that is restarted with another one, or left idle by it. */
export function contextOfRestart(turn: Turn, cause: ChildRecord): FaultContext {
  const attempt = cause.incident?.attempts['restart'] ?? 1;
  return faultContext(turn, cause, 'restart', attempt, cause.notBefore);
}

/** Enters the chart state of a step, with its reason. */
export function moveToStep(
  turn: Turn,
  child: ChildRecord,
  step: string,
  attempt: number,
  nextAt?: number,
): void {
  move(turn, child, eventOfStep(step), faultContext(turn, child, step, attempt, nextAt));
}

export function closeIncident(turn: Turn, child: ChildRecord, outcome: IncidentOutcome): void {
  const { incident } = child;
  if (incident === undefined) return;
  cancel(turn, child, 'retry');
  const { number, repairedAt, openedAt, severity, faults, attempts, first, last } = incident;
  const repairMs = repairedAt === undefined ? undefined : repairedAt - openedAt;
  report(turn, {
    type: 'incident.closed',
    ...ofChild(turn, child),
    incident: incidentId(turn, child),
    outcome,
    severity,
    ...(repairMs === undefined ? undefined : { repairMs }),
    faults,
    restarts: attempts['restart'] ?? 0,
  });
  const error = withoutStacks((last.at(-1) ?? first).error);
  const closed = {
    number,
    severity,
    outcome,
    openedAt,
    closedAt: turn.at,
    repairMs,
    faults,
    error,
  };
  child.lastIncident = closed;
  child.incident = undefined;
}

/** Answers everybody who waits for this child with these commands. */
export function answer(
  turn: Turn,
  child: ChildRecord,
  commands: readonly Command[],
  result: CommandResult,
): void {
  const waiting = child.tickets?.filter(({ command }) => commands.includes(command)) ?? [];
  if (waiting.length === 0) return;
  for (const { ticket } of waiting) turn.effects.push({ type: 'answer', ticket, result });
  const others = child.tickets?.filter(({ command }) => !commands.includes(command)) ?? [];
  child.tickets = others.length === 0 ? undefined : others;
}
