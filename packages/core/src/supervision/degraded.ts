import { settle } from './ending.ts';
import type { ChildRecord, Recovery } from './state.ts';
import type { JudgedFault } from './supervisor-input.ts';
import {
  answer,
  cancel,
  closeIncident,
  endLife,
  incidentId,
  leaveLife,
  moveToStep,
  ofChild,
  report,
  schedule,
  startLife,
  type Turn,
} from './turn.ts';

/** So many lives that will not end are enough: another start would only add to the leak. */
const MOST_ABANDONED = 3;

/** Stops the old worker and lets the fallback answer. The incident ends here; the way back begins. */
export function enterDegraded(turn: Turn, child: ChildRecord): void {
  cancel(turn, child, 'stable');
  const recovery = (child.recovery ??= { attempts: 0, operatorOnly: false, onProbation: false });
  recovery.onProbation = false;
  recovery.operatorOnly ||= child.incident?.classifiedCritical ?? false;
  const nextAt = nextRecoveryAt(turn, recovery);
  moveToStep(turn, child, 'fallback', 1, nextAt);
  report(turn, {
    type: 'child.degraded',
    ...ofChild(turn, child),
    incident: incidentId(turn, child),
    ...(nextAt === undefined ? undefined : { nextAt }),
  });
  leaveLife(turn, child, 'restart');
  scheduleRecovery(turn, child, nextAt);
  closeIncident(turn, child, 'degraded');
  settle(turn, child);
}

/** When it next tries by itself: 30 s after entering, doubling to 5 min; never when only an operator may. */
function nextRecoveryAt(turn: Turn, { operatorOnly, attempts }: Recovery): number | undefined {
  const { baseMs, maxMs } = turn.spec.policy.recovery;
  return operatorOnly ? undefined : turn.at + Math.min(maxMs, baseMs * 2 ** attempts);
}

function scheduleRecovery(turn: Turn, child: ChildRecord, at: number | undefined): void {
  if (at !== undefined) schedule(turn, child, 'recovery', at);
}

/** A new life behind the fallback, which goes on answering. */
export function attemptRecovery(turn: Turn, child: ChildRecord, by: 'itself' | 'operator'): void {
  if (by === 'itself' && child.abandoned >= MOST_ABANDONED) {
    report(turn, { type: 'recovery.paused', ...ofChild(turn, child), abandoned: child.abandoned });
    return;
  }
  cancel(turn, child, 'recovery');
  // The old worker is still being stopped. An operator's ticket starts the attempt when it has gone.
  if (child.life === 'stopping') {
    if (by === 'itself') schedule(turn, child, 'recovery', turn.at + turn.spec.policy.recovery.baseMs);
    return;
  }
  report(turn, { type: 'recovery.attempted', ...ofChild(turn, child), by });
  if (child.recovery) child.recovery.attempts += 1;
  startLife(turn, child);
}

/** The attempt did not come up: back to waiting, longer. */
export function onRecoveryFailed(turn: Turn, child: ChildRecord, fault: JudgedFault, pending: boolean): void {
  const recovery = (child.recovery ??= { attempts: 1, operatorOnly: false, onProbation: false });
  recovery.operatorOnly ||= fault.severity === 'CRITICAL';
  if (pending) leaveLife(turn, child, 'restart');
  else endLife(child);
  const nextAt = nextRecoveryAt(turn, recovery);
  scheduleRecovery(turn, child, nextAt);
  const { id, origin, severity, rule, error } = fault;
  report(turn, {
    type: 'recovery.failed',
    ...ofChild(turn, child),
    fault: { id, origin, severity, rule, error },
    ...(nextAt === undefined ? undefined : { nextAt }),
  });
  answer(turn, child, ['recover', 'restartChild'], { ok: false, reason: 'failed', state: child.state });
}

/** The leak has shrunk: a paused recovery goes on. */
export function onAbandonedSettled(turn: Turn, child: ChildRecord): void {
  child.abandoned = Math.max(0, child.abandoned - 1);
  report(turn, { type: 'abandoned.settled', ...ofChild(turn, child), unsettled: child.abandoned });
  const paused =
    child.state === 'degraded' && child.life === 'none' && child.timers?.recovery === undefined;
  if (paused && child.recovery?.operatorOnly === false && child.abandoned < MOST_ABANDONED)
    attemptRecovery(turn, child, 'itself');
}
