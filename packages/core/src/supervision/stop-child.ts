import type { StopMode } from './effect.ts';
import type { ChildRecord } from './state.ts';
import {
  answer,
  cancelAll,
  closeIncident,
  leaveLife,
  move,
  ofChild,
  rejectParked,
  report,
  type Turn,
} from './turn.ts';

/** Whether nothing of it is left to wait for. */
export function isGone({ state, life }: ChildRecord): boolean {
  return state === 'stopped' && life === 'none';
}

/** Stops one child, from whatever it is doing. */
export function orderStop(turn: Turn, child: ChildRecord, mode: StopMode): void {
  const isUnderWay = child.state === 'stopping' || child.state === 'stopped';
  if (!isUnderWay) {
    cancelAll(turn, child);
    closeIncident(turn, child, 'stopped');
    child.recovery = undefined;
    const result = { ok: false, reason: 'stopping', state: 'stopping' } as const;
    answer(turn, child, ['recover', 'startChild', 'restartChild'], result);
    move(turn, child, 'service.stop');
    report(turn, { type: 'child.stopping', ...ofChild(turn, child) });
    rejectParked(turn, child);
  }
  if (!leaveLife(turn, child, mode) && child.state === 'stopping') markStopped(turn, child);
}

/** It has stopped, or is no longer waited for. */
export function markStopped(turn: Turn, child: ChildRecord): void {
  move(turn, child, 'service.stopped');
  report(turn, { type: 'child.stopped', ...ofChild(turn, child) });
  answer(turn, child, ['terminateChild'], { ok: true });
}
