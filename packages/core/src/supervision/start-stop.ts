import { addChild, type ChildRecord, type Ending } from './state.ts';
import type { SupervisorInputOf } from './supervisor-input.ts';
import {
  answer,
  cancelAll,
  closeIncident,
  leaveLife,
  move,
  moveSelf,
  ofChild,
  report,
  startLife,
  type Turn,
} from './turn.ts';

/** Starts the children in order; a nested supervisor that is started again begins afresh. */
export function startSupervisor(turn: Turn): void {
  const { state, spec } = turn;
  if (state.state === 'stopped') moveSelf(turn, 'supervisor.start');
  else if (state.state === 'failed') moveSelf(turn, 'supervisor.restart');
  state.ending = undefined;
  state.stopWithinMs = Infinity;
  for (const { id, spec: childSpec } of spec.children) renew(turn, id, childSpec);
  state.cursor = state.first;
  startCursor(turn);
}

function renew(turn: Turn, id: string, spec: ChildRecord['spec']): void {
  const child = turn.state.children.get(id);
  if (child === undefined) {
    addChild(turn.state, id, spec);
    turn.effects.push({ type: 'addChild', id, spec });
    return;
  }
  if (child.state === 'stopped') move(turn, child, 'service.start');
  child.incident = undefined;
  child.window = undefined;
  child.history = undefined;
  child.recovery = undefined;
}

function startCursor(turn: Turn): void {
  const { state } = turn;
  const child = state.cursor === undefined ? undefined : state.children.get(state.cursor);
  if (child !== undefined) {
    startLife(turn, child);
    return;
  }
  moveSelf(turn, state.state === 'restarting' ? 'supervisor.restarted' : 'supervisor.started');
  report(turn, { type: 'supervisor.started', at: turn.at, path: turn.spec.path });
  turn.effects.push({ type: 'started' });
}

/** While the supervisor starts, the child after the one that has settled is next. */
export function advanceStartup(turn: Turn, child: ChildRecord): void {
  const { state } = turn;
  const starts = state.state === 'starting' || state.state === 'restarting';
  if (!starts || state.cursor !== child.id) return;
  state.cursor = child.next;
  startCursor(turn);
}

/** An ordered stop, or a second one that is in more of a hurry. */
export function stopSupervisor(turn: Turn, input: SupervisorInputOf<'supervisor.stop'>): void {
  const { state, spec } = turn;
  const { reason, withinMs = Infinity } = input;
  state.stopWithinMs = Math.min(state.stopWithinMs, withinMs);
  switch (state.state) {
    case 'starting':
    case 'running':
    case 'restarting':
      state.ending = { kind: 'stop', reason };
      report(turn, { type: 'supervisor.stopping', at: turn.at, path: spec.path, reason });
      moveSelf(turn, 'supervisor.stop');
      beginShutdown(turn);
      break;
    case 'stopping':
      if (state.ending?.kind === 'gave up') state.ending.stopAsked = true;
      if (state.cursor !== undefined && withinMs !== Infinity)
        turn.effects.push({ type: 'hurryStop', id: state.cursor, withinMs });
      break;
    case 'failed':
      moveSelf(turn, 'supervisor.stop');
      turn.effects.push({ type: 'ended', ending: { kind: 'stop', reason } });
      break;
    case 'stopped':
      turn.effects.push({ type: 'ended', ending: { kind: 'stop', reason } });
      break;
  }
}

/** Stops the children in reverse order, each awaited or abandoned before the one before it. */
export function beginShutdown(turn: Turn): void {
  const { state } = turn;
  for (const child of state.children.values()) cancelAll(turn, child);
  state.cursor = state.last;
  stopCursor(turn);
}

function stopCursor(turn: Turn): void {
  const { state } = turn;
  const child = state.cursor === undefined ? undefined : state.children.get(state.cursor);
  if (child === undefined) {
    finishShutdown(turn);
    return;
  }
  if (child.state === 'stopped' && child.life === 'none') advanceShutdown(turn, child);
  else stopChild(turn, child);
}

/** Orders a child to stop, from whatever it is doing. */
export function stopChild(turn: Turn, child: ChildRecord): void {
  if (child.state === 'stopping' || child.state === 'stopped') return;
  cancelAll(turn, child);
  closeIncident(turn, child, 'stopped');
  child.recovery = undefined;
  const result = { ok: false, reason: 'stopping', state: 'stopping' } as const;
  answer(turn, child, ['recover', 'restartChild'], result);
  move(turn, child, 'service.stop');
  report(turn, { type: 'child.stopping', ...ofChild(turn, child) });
  turn.effects.push({ type: 'settleParked', id: child.id, fate: 'reject' });
  if (!leaveLife(turn, child, 'shutdown')) stopped(turn, child);
}

/** A child that was ordered to stop has stopped, or is no longer waited for. */
export function stopped(turn: Turn, child: ChildRecord): void {
  move(turn, child, 'service.stopped');
  report(turn, { type: 'child.stopped', ...ofChild(turn, child) });
  answer(turn, child, ['terminateChild'], { ok: true });
  advanceStartup(turn, child);
  advanceShutdown(turn, child);
}

/** While the supervisor stops, the child before the one that has stopped is next. */
export function advanceShutdown(turn: Turn, child: ChildRecord): void {
  const { state } = turn;
  if (state.state !== 'stopping' || state.cursor !== child.id || child.life !== 'none') return;
  state.cursor = child.previous;
  stopCursor(turn);
}

function finishShutdown(turn: Turn): void {
  const { state, spec, at } = turn;
  const ending: Ending = state.ending ?? { kind: 'stop', reason: 'shutdown' };
  const failed = ending.kind === 'gave up' && !ending.stopAsked;
  moveSelf(turn, failed ? 'supervisor.gave_up' : 'supervisor.stopped');
  report(turn, { type: failed ? 'supervisor.failed' : 'supervisor.stopped', at, path: spec.path });
  turn.effects.push({ type: 'ended', ending });
}
