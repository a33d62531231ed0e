import type { StopMode } from './effect.ts';
import { removeTemporary } from './remove-temporary.ts';
import { advanceStartup } from './start-children.ts';
import { childAt } from './start-order.ts';
import type { ChildRecord, Ending } from './state.ts';
import type { SupervisorInputOf } from './supervisor-input.ts';
import {
  answer,
  cancelAll,
  closeIncident,
  hurry,
  leaveLife,
  move,
  moveSelf,
  ofChild,
  report,
  type Turn,
} from './turn.ts';

/** An ordered stop, or a second one that is in more of a hurry. */
export function stopSupervisor(turn: Turn, input: SupervisorInputOf<'supervisor.stop'>): void {
  const { state, spec, at } = turn;
  const { reason, withinMs = Infinity } = input;
  if (state.state === 'stopped' || state.state === 'failed') {
    if (state.state === 'failed') {
      moveSelf(turn, 'supervisor.stop');
      report(turn, { type: 'supervisor.stopped', at, path: spec.path });
    }
    turn.effects.push({ type: 'ended', ending: { kind: 'stop', reason } });
    return;
  }
  state.stopWithinMs = Math.min(state.stopWithinMs, withinMs);
  if (state.state === 'stopping') {
    hurryShutdown(turn);
    return;
  }
  state.ending = { kind: 'stop', reason };
  report(turn, { type: 'supervisor.stopping', at, path: spec.path, reason });
  moveSelf(turn, 'supervisor.stop');
  beginShutdown(turn);
}

function hurryShutdown(turn: Turn): void {
  const { state } = turn;
  if (state.ending?.kind === 'gave up') state.ending.stopAsked = true;
  const child = childAt(state, state.cursor);
  if (child !== undefined) hurry(turn, child, state.stopWithinMs);
}

/** Stops the children in reverse order, each awaited or abandoned before the one before it. */
export function beginShutdown(turn: Turn): void {
  const { state } = turn;
  for (const child of state.children.values()) cancelAll(turn, child);
  state.cursor = state.last;
  stopFromCursor(turn);
}

/** A loop, not a recursion: a hundred thousand children may have no life to wait for. */
function stopFromCursor(turn: Turn): void {
  const { state } = turn;
  for (let child = childAt(state, state.cursor); child; child = childAt(state, child.previous)) {
    state.cursor = child.id;
    orderStop(turn, child, 'shutdown');
    if (!isGone(child)) return;
  }
  state.cursor = undefined;
  finishShutdown(turn);
}

function isGone({ state, life }: ChildRecord): boolean {
  return state === 'stopped' && life === 'none';
}

/** Stops one child for an operator, from whatever it is doing. */
export function stopChild(turn: Turn, child: ChildRecord, mode: StopMode): void {
  orderStop(turn, child, mode);
  if (isGone(child)) goOn(turn, child);
}

function orderStop(turn: Turn, child: ChildRecord, mode: StopMode): void {
  const isUnderWay = child.state === 'stopping' || child.state === 'stopped';
  if (!isUnderWay) {
    cancelAll(turn, child);
    closeIncident(turn, child, 'stopped');
    child.recovery = undefined;
    const result = { ok: false, reason: 'stopping', state: 'stopping' } as const;
    answer(turn, child, ['recover', 'restartChild'], result);
    move(turn, child, 'service.stop');
    report(turn, { type: 'child.stopping', ...ofChild(turn, child) });
    turn.effects.push({ type: 'settleParked', id: child.id, fate: 'reject' });
  }
  if (!leaveLife(turn, child, mode) && child.state === 'stopping') markStopped(turn, child);
}

function markStopped(turn: Turn, child: ChildRecord): void {
  move(turn, child, 'service.stopped');
  report(turn, { type: 'child.stopped', ...ofChild(turn, child) });
  answer(turn, child, ['terminateChild'], { ok: true });
}

/** A child that was ordered to stop has stopped, or is no longer waited for. */
export function stopped(turn: Turn, child: ChildRecord): void {
  markStopped(turn, child);
  goOn(turn, child);
}

function goOn(turn: Turn, child: ChildRecord): void {
  advanceStartup(turn, child);
  advanceShutdown(turn, child);
  removeTemporary(turn, child);
}

/** While the supervisor stops, the child before the one that has stopped is next. */
export function advanceShutdown(turn: Turn, child: ChildRecord): void {
  const { state } = turn;
  if (state.state !== 'stopping' || state.cursor !== child.id || !isGone(child)) return;
  state.cursor = child.previous;
  stopFromCursor(turn);
}

function finishShutdown(turn: Turn): void {
  const { state, spec, at } = turn;
  const ending: Ending = state.ending ?? { kind: 'stop', reason: 'shutdown' };
  const failed = ending.kind === 'gave up' && !ending.stopAsked;
  moveSelf(turn, failed ? 'supervisor.gave_up' : 'supervisor.stopped');
  report(turn, { type: failed ? 'supervisor.failed' : 'supervisor.stopped', at, path: spec.path });
  turn.effects.push({ type: 'ended', ending });
}
