import { removeChild } from './start-order.ts';
import type { ChildRecord } from './state.ts';
import { isGone } from './stop-child.ts';
import { answer, cancelAll, closeIncident, isEnding, ofChild, report, type Turn } from './turn.ts';

/** A temporary child's spec goes with its last life, however that ended; so does an instance of a template. */
export function removeEnded(turn: Turn, child: ChildRecord): void {
  const isTransitory =
    child.spec.restart === 'temporary' || turn.spec.strategy === 'simple_one_for_one';
  const goes = isTransitory || child.unstarted === 'removed';
  if (goes && isGone(child) && !isEnding(turn)) remove(turn, child);
}

/** A child is no longer one, and nothing of it is waited for. */
export function remove(turn: Turn, child: ChildRecord): void {
  cancelAll(turn, child);
  closeIncident(turn, child, 'ended');
  answer(turn, child, ['recover', 'startChild', 'restartChild'], {
    ok: false,
    reason: 'stopped',
    state: 'stopped',
  });
  answer(turn, child, ['terminateChild', 'deleteChild'], { ok: true });
  removeChild(turn.state, child);
  turn.effects.push({ type: 'removeChild', id: child.id });
  report(turn, { type: 'child.removed', ...ofChild(turn, child) });
}
