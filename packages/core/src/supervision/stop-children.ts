import { isSideBySide } from './dependencies.ts';
import { childAt } from './start-order.ts';
import type { ChildRecord, Ending, SupervisorState } from './state.ts';
import { isGone, orderStop } from './stop-child.ts';
import type { SupervisorInputOf } from './supervisor-input.ts';
import { cancelAll, hurry, moveSelf, report, type Turn } from './turn.ts';

type StopOrder = Pick<SupervisorInputOf<'supervisor.stop'>, 'reason' | 'withinMs'>;

/** An ordered stop, or a second one that is in more of a hurry. */
export function stopSupervisor(turn: Turn, { reason, withinMs = Infinity }: StopOrder): void {
  const { state, spec, at } = turn;
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
  for (const id of state.awaited ?? [state.cursor]) {
    const child = childAt(state, id);
    if (child !== undefined) hurry(turn, child, state.stopWithinMs);
  }
}

/**
 * Stops the children in reverse order, each awaited or abandoned before the one before it; or side by
 * side, each after those that depend on it.
 */
export function beginShutdown(turn: Turn): void {
  const { state } = turn;
  state.group = undefined;
  state.orderedStarts.clear();
  for (const child of state.children.values()) cancelAll(turn, child);
  if (isSideBySide(turn)) {
    state.awaited = new Set(state.children.keys());
    stopFree(turn, [...state.children.values()].toReversed());
  } else {
    state.awaited = undefined;
    state.cursor = state.last;
    stopFromCursor(turn);
  }
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

/** Stops those of them that nobody who is still there depends on, and what becomes free by that. */
function stopFree(turn: Turn, candidates: readonly ChildRecord[]): void {
  const { state } = turn;
  const { awaited } = state;
  if (awaited === undefined) return;
  const queue = [...candidates];
  for (const child of queue) {
    if (!isFree(state, child, awaited)) continue;
    orderStop(turn, child, 'shutdown');
    if (!isGone(child) || !awaited.delete(child.id)) continue;
    for (const dependency of dependenciesOf(turn, child)) queue.push(dependency);
  }
  if (awaited.size > 0) return;
  state.awaited = undefined;
  finishShutdown(turn);
}

function isFree(
  { dependants }: SupervisorState,
  { id }: ChildRecord,
  awaited: ReadonlySet<string>,
): boolean {
  if (!awaited.has(id)) return false;
  for (const dependant of dependants.get(id) ?? []) if (awaited.has(dependant)) return false;
  return true;
}

function dependenciesOf({ state }: Turn, { spec }: ChildRecord): readonly ChildRecord[] {
  return spec.dependsOn.flatMap((id) => state.children.get(id) ?? []);
}

/** While the supervisor stops: a child has stopped, and whoever waited for that is next. */
export function advanceShutdown(turn: Turn, child: ChildRecord): void {
  const { state } = turn;
  if (state.state !== 'stopping' || !isGone(child)) return;
  if (state.awaited === undefined) {
    if (state.cursor !== child.id) return;
    state.cursor = child.previous;
    stopFromCursor(turn);
  } else if (state.awaited.delete(child.id)) stopFree(turn, dependenciesOf(turn, child));
}

function finishShutdown(turn: Turn): void {
  const { state, spec, at } = turn;
  const ending: Ending = state.ending ?? { kind: 'stop', reason: 'shutdown' };
  const failed = ending.kind === 'gave up' && !ending.stopAsked;
  moveSelf(turn, failed ? 'supervisor.gave_up' : 'supervisor.stopped');
  report(turn, { type: failed ? 'supervisor.failed' : 'supervisor.stopped', at, path: spec.path });
  turn.effects.push({ type: 'ended', ending });
}
