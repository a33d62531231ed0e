import type { Exit } from '../policy/restart-type.ts';
import { tellDependants } from './dependencies.ts';
import type { StopMode } from './effect.ts';
import { advanceGroup, leaveGroup } from './group.ts';
import { removeEnded } from './remove-ended.ts';
import type { ChildRecord } from './state.ts';
import { isGone, markStopped, orderStop } from './stop-child.ts';
import { advanceShutdown, stopSupervisor } from './stop-children.ts';
import {
  answer,
  cancelAll,
  closeIncident,
  isEnding,
  leaveLife,
  move,
  ofChild,
  report,
  type Turn,
} from './turn.ts';

const OK = { ok: true } as const;

/**
 * The child has come to rest: running, degraded, failed or stopped. Operators get their answer, and
 * the supervisor goes on to whoever waits for that.
 */
export function settle(turn: Turn, child: ChildRecord): void {
  if (child.tickets !== undefined) answerSettled(turn, child);
  advance(turn, child);
}

function answerSettled(turn: Turn, child: ChildRecord): void {
  const { state } = child;
  if (state === 'running') answer(turn, child, ['recover', 'startChild', 'restartChild'], OK);
  else if (state === 'stopped') {
    // Only a start that has answered `ignore` comes to rest there with somebody waiting for it.
    answer(turn, child, ['startChild', 'restartChild'], { ok: true, ignored: true });
    answer(turn, child, ['terminateChild'], OK);
  }
  const result = { ok: false, reason: 'failed', state } as const;
  answer(turn, child, ['recover', 'startChild', 'restartChild'], result);
}

function advance(turn: Turn, child: ChildRecord): void {
  tellDependants(turn, child);
  advanceGroup(turn, child);
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

/** Its last life is over. A start that came to nothing is no end that others would have to follow. */
export function ended(turn: Turn, child: ChildRecord): void {
  if (child.unstarted === undefined && endsSupervisor(turn, child)) {
    shutDownWith(turn, child);
    return;
  }
  settle(turn, child);
  removeEnded(turn, child);
  child.unstarted = undefined;
}

/** It is parked: it has ended, as far as others are concerned. */
export function parked(turn: Turn, child: ChildRecord): void {
  if (endsSupervisor(turn, child)) shutDownWith(turn, child);
  else settle(turn, child);
}

/** OTP's auto shutdown: whether a significant child that has ended by itself is enough. */
function endsSupervisor(turn: Turn, { spec }: ChildRecord): boolean {
  if (!spec.significant || isEnding(turn)) return false;
  const { autoShutdown } = turn.spec;
  const isLast = turn.state.significant === 0;
  return autoShutdown === 'any_significant' || (autoShutdown === 'all_significant' && isLast);
}

/** Whoever waits for it to settle is not started first. */
function shutDownWith(turn: Turn, child: ChildRecord): void {
  if (child.tickets !== undefined) answerSettled(turn, child);
  removeEnded(turn, child);
  stopSupervisor(turn, { reason: 'auto_shutdown' });
}

/** Stops one child for an operator, from whatever it is doing. */
export function stopChild(turn: Turn, child: ChildRecord, mode: StopMode): void {
  leaveGroup(turn, child);
  orderStop(turn, child, mode);
  if (isGone(child)) goOn(turn, child);
}

/** A child that was ordered to stop has stopped, or is no longer waited for. */
export function stopped(turn: Turn, child: ChildRecord): void {
  markStopped(turn, child);
  goOn(turn, child);
}

function goOn(turn: Turn, child: ChildRecord): void {
  advance(turn, child);
  removeEnded(turn, child);
}
