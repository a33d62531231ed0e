import type { ChildRecord, SupervisorState } from './state.ts';
import type { Turn } from './turn.ts';

/** Whether it is about to be stopped with its group: what it says of itself decides nothing any more. */
export function isDoomed({ state: { group, children } }: Turn, child: ChildRecord): boolean {
  if (group?.phase !== 'stopping' || group.cursor === undefined) return false;
  const cursor = children.get(group.cursor);
  const isAhead = cursor !== undefined && child.order <= cursor.order;
  return child.order >= group.from && isAhead && !isPassedOver(child);
}

/** Whether the supervisor waits to be started itself: nothing of it starts before. */
export function hasNotBegun({ state, group, awaited }: SupervisorState): boolean {
  return state === 'starting' && group === undefined && awaited === undefined;
}

/** Whether the supervisor, or its group operation under way, has not come to this child yet, and will start it. */
export function awaitsTurn({ state }: Turn, child: ChildRecord): boolean {
  const { group, children } = state;
  if (hasNotBegun(state)) return true;
  if (group === undefined || child.order < group.from) return false;
  if (group.phase !== 'starting') return true;
  const cursor = group.cursor === undefined ? undefined : children.get(group.cursor);
  return cursor !== undefined && child.order > cursor.order;
}

/** Parked, or for a person to bring back: a group restart leaves it alone. */
export function isPassedOver({ state, recovery }: ChildRecord): boolean {
  return state === 'failed' || (state === 'degraded' && recovery?.operatorOnly === true);
}
