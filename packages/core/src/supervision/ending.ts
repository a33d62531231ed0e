import type { Exit } from '../policy/restart-type.ts';
import { removeTemporary } from './remove-temporary.ts';
import { advanceStartup } from './start-children.ts';
import type { ChildRecord } from './state.ts';
import { advanceShutdown } from './stop-children.ts';
import {
  answer,
  cancelAll,
  closeIncident,
  leaveLife,
  move,
  ofChild,
  report,
  type Turn,
} from './turn.ts';

const OK = { ok: true } as const;

/**
 * The child has come to rest: running, degraded, failed or stopped. Operators get their answer, and
 * the supervisor goes on to the next child.
 */
export function settle(turn: Turn, child: ChildRecord): void {
  const { state } = child;
  if (child.tickets !== undefined) {
    const result = state === 'running' ? OK : ({ ok: false, reason: 'failed', state } as const);
    answer(turn, child, ['recover', 'restartChild'], result);
    if (state === 'stopped') answer(turn, child, ['terminateChild'], OK);
  }
  advanceStartup(turn, child);
  advanceShutdown(turn, child);
}

/** It has ended and is not started again: a temporary child's spec goes with it. */
export function endByItself(turn: Turn, child: ChildRecord, exit: Exit): void {
  cancelAll(turn, child);
  move(turn, child, 'service.exited');
  report(turn, { type: 'child.exited', ...ofChild(turn, child), exit });
  closeIncident(turn, child, 'ended');
  child.recovery = undefined;
  // Who has done its work is stopped in order: requests that are still in flight may finish.
  const mode = exit === 'error' ? 'restart' : 'shutdown';
  if (!leaveLife(turn, child, mode)) ended(turn, child);
}

/** Its last life is over. */
export function ended(turn: Turn, child: ChildRecord): void {
  settle(turn, child);
  removeTemporary(turn, child);
}
