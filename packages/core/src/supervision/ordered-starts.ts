import { startOrWait } from './dependencies.ts';
import { isOnItsWay } from './group-start.ts';
import { awaitsTurn } from './group-turn.ts';
import type { ChildRecord } from './state.ts';
import { isSet, type Turn } from './turn.ts';

/**
 * Where the order of the children is meant, starts that operators order come one after the other, as they
 * were ordered: what a later one relies on, an earlier one may be about to make.
 */
export function startNextInQueue(turn: Turn): void {
  const { orderedStarts, children } = turn.state;
  for (const id of orderedStarts) {
    const child = children.get(id);
    if (child !== undefined && isStillWaiting(turn, child)) startOrWait(turn, child);
    if (child !== undefined && isUnderWay(child)) return;
    orderedStarts.delete(id);
  }
}

const AT_REST = new Set(['running', 'retrying', 'degraded', 'failed', 'stopping', 'stopped']);

/** One that waits for a backoff, its group or a dependency holds up nobody. */
function isUnderWay({ state, phase }: ChildRecord): boolean {
  return !AT_REST.has(state) && phase !== 'waiting' && phase !== 'waitingForDependency';
}

function isStillWaiting(turn: Turn, child: ChildRecord): boolean {
  const isIdle = child.life === 'none' && child.phase === undefined && !isSet(child, 'restart');
  return isOnItsWay(child) && isIdle && !awaitsTurn(turn, child);
}
