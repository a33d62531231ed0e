import { childAt } from './start-order.ts';
import type { ChildRecord, GroupOperation, SupervisorState } from './state.ts';

/** A group operation that has done nothing yet. */
export function newGroup({
  from,
  culprit,
  notBefore,
  startsUp,
}: Pick<GroupOperation, 'from' | 'notBefore' | 'startsUp'> & {
  readonly culprit?: string;
}): GroupOperation {
  return {
    phase: 'stopping',
    from,
    cursor: undefined,
    culprit,
    notBefore,
    startsUp,
    leftOut: new Set(),
  };
}

/** In start order; found from the end, because most often they are few of many. */
export function membersOf(
  state: SupervisorState,
  { from }: GroupOperation,
): readonly ChildRecord[] {
  const members: ChildRecord[] = [];
  let child = childAt(state, state.last);
  for (; child !== undefined && child.order >= from; child = childAt(state, child.previous))
    members.push(child);
  return members.toReversed();
}
