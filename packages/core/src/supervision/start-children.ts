import { childAt, reorder } from './start-order.ts';
import { addChild, type ChildRecord, type SupervisorState } from './state.ts';
import { move, moveSelf, report, startLife, type Turn } from './turn.ts';

/** Starts the children in order; a nested supervisor that is started again begins afresh. */
export function startSupervisor(turn: Turn): void {
  const { state, spec } = turn;
  if (state.state === 'stopped') moveSelf(turn, 'supervisor.start');
  else if (state.state === 'failed') moveSelf(turn, 'supervisor.restart');
  // A second order, while it runs, starts or stops: the first one is being carried out.
  else if (state.state !== 'starting' || state.cursor !== undefined) return;
  state.ending = undefined;
  state.stopWithinMs = Infinity;
  // Restarts of its earlier life are its parent's business now.
  state.restarts.at.length = 0;
  state.restarts.next = 0;
  for (const { id, spec: childSpec } of spec.children) renew(turn, id, childSpec);
  reorder(
    state,
    spec.children.map(({ id }) => id),
  );
  state.cursor = state.first;
  startFromCursor(turn);
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

/** A loop, not a recursion: a hundred thousand children may have been stopped before their turn. */
function startFromCursor(turn: Turn): void {
  const { state, spec, at } = turn;
  for (let child = childAt(state, state.cursor); child; child = childAt(state, child.next)) {
    state.cursor = child.id;
    if (child.state === 'starting') {
      startLife(turn, child);
      return;
    }
  }
  state.cursor = undefined;
  moveSelf(turn, state.state === 'restarting' ? 'supervisor.restarted' : 'supervisor.started');
  report(turn, { type: 'supervisor.started', at, path: spec.path });
  turn.effects.push({ type: 'started' });
}

/** While the supervisor starts, the child after the one that has settled is next. */
export function advanceStartup(turn: Turn, child: ChildRecord): void {
  if (!isStarting(turn.state) || turn.state.cursor !== child.id) return;
  turn.state.cursor = child.next;
  startFromCursor(turn);
}

/** Whether the supervisor is starting and has not come to this child yet. */
export function awaitsTurn({ state }: Turn, child: ChildRecord): boolean {
  if (!isStarting(state)) return false;
  let later = childAt(state, state.cursor);
  while (later !== undefined && later.next !== child.id) later = childAt(state, later.next);
  return later !== undefined;
}

function isStarting({ state }: SupervisorState): boolean {
  return state === 'starting' || state === 'restarting';
}
