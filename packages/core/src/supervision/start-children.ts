import { isSideBySide, startSideBySide } from './dependencies.ts';
import { startInOrder } from './group-start.ts';
import { hasNotBegun } from './group-turn.ts';
import { isOrdered } from './life.ts';
import { remove } from './remove-ended.ts';
import { recount, reorder } from './start-order.ts';
import { addChild, type ChildRecord } from './state.ts';
import { move, moveSelf, type Turn } from './turn.ts';

/** Starts the children. */
export function startSupervisor(turn: Turn): void {
  const isFirst = hasNotBegun(turn.state);
  if (!enterStart(turn)) return;
  if (isFirst) dropUndescribed(turn, (child) => !isOrdered(child));
  else beginAfresh(turn);
  if (isSideBySide(turn)) startSideBySide(turn);
  else startInOrder(turn);
}

/** One that is started again has the children of its description, whatever they have been through. */
function beginAfresh(turn: Turn): void {
  const { state, spec } = turn;
  state.ending = undefined;
  state.stopWithinMs = Infinity;
  // Restarts of its earlier life are its parent's business now.
  state.restarts.at.length = 0;
  state.restarts.next = 0;
  dropUndescribed(turn, () => true);
  for (const { id, spec: childSpec } of spec.children) renew(turn, id, childSpec);
  reorder(
    state,
    spec.children.map(({ id }) => id),
  );
  recount(state);
}

/** What operators have ordered before it was started first counts on. */
function dropUndescribed(turn: Turn, goes: (child: ChildRecord) => boolean): void {
  const described = new Set(turn.spec.children.map(({ id }) => id));
  for (const child of turn.state.children.values())
    if (!described.has(child.id) && goes(child)) remove(turn, child);
}

/** Answers false for a second order, while it runs, starts or stops: the first one is being carried out. */
function enterStart(turn: Turn): boolean {
  const { state } = turn.state;
  if (state === 'stopped') moveSelf(turn, 'supervisor.start');
  else if (state === 'failed') moveSelf(turn, 'supervisor.restart');
  else return hasNotBegun(turn.state);
  return true;
}

function renew(turn: Turn, id: string, spec: ChildRecord['spec']): void {
  const { state } = turn;
  const child = state.children.get(id);
  if (child === undefined) {
    addChild(state, id, spec);
    turn.effects.push({ type: 'addChild', id, spec });
    return;
  }
  if (child.state === 'stopped') move(turn, child, 'service.start');
  // An operator may have deleted it, and added another one of its name.
  child.spec = spec;
  child.incident = undefined;
  child.window = undefined;
  child.history = undefined;
  child.recovery = undefined;
  child.ownRestarts = undefined;
  child.isDown = false;
  child.notBefore = turn.at;
}
