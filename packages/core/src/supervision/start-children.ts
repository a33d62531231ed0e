import { isSideBySide, startSideBySide } from './dependencies.ts';
import { startInOrder } from './group-start.ts';
import { hasNotBegun } from './group-turn.ts';
import { isOrdered } from './life.ts';
import { remove } from './remove-ended.ts';
import { recount, reorder } from './start-order.ts';
import { addChild, type ChildRecord } from './state.ts';
import { move, moveSelf, type Turn } from './turn.ts';

/** Starts the children; a nested supervisor that is started again begins afresh, with those of its description. */
export function startSupervisor(turn: Turn): void {
  const { state, spec } = turn;
  const isFirst = hasNotBegun(state);
  if (!enterStart(turn)) return;
  state.ending = undefined;
  state.stopWithinMs = Infinity;
  // Restarts of its earlier life are its parent's business now.
  state.restarts.at.length = 0;
  state.restarts.next = 0;
  const ids = spec.children.map(({ id }) => id);
  const described = new Set(ids);
  for (const child of state.children.values())
    if (!described.has(child.id) && !(isFirst && isOrdered(child))) remove(turn, child);
  for (const { id, spec: childSpec } of spec.children) renew(turn, id, childSpec, isFirst);
  reorder(state, ids);
  recount(state);
  if (isSideBySide(turn)) startSideBySide(turn);
  else startInOrder(turn);
}

/** Answers false for a second order, while it runs, starts or stops: the first one is being carried out. */
function enterStart(turn: Turn): boolean {
  const { state } = turn.state;
  if (state === 'stopped') moveSelf(turn, 'supervisor.start');
  else if (state === 'failed') moveSelf(turn, 'supervisor.restart');
  else return hasNotBegun(turn.state);
  return true;
}

/** What an operator has stopped before it has begun stays stopped. */
function renew(turn: Turn, id: string, spec: ChildRecord['spec'], isFirst: boolean): void {
  const { state } = turn;
  const child = state.children.get(id);
  if (child === undefined) {
    addChild(state, id, spec);
    turn.effects.push({ type: 'addChild', id, spec });
    return;
  }
  if (child.state === 'stopped' && !isFirst) move(turn, child, 'service.start');
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
