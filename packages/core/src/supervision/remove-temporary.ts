import { removeChild } from './start-order.ts';
import type { ChildRecord } from './state.ts';
import { isEnding, ofChild, report, type Turn } from './turn.ts';

/** A temporary child's spec goes with its last life, however that ended. */
export function removeTemporary(turn: Turn, child: ChildRecord): void {
  if (child.spec.restart !== 'temporary' || isEnding(turn)) return;
  removeChild(turn.state, child);
  turn.effects.push({ type: 'removeChild', id: child.id });
  report(turn, { type: 'child.removed', ...ofChild(turn, child) });
}
