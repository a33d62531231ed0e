import { mayStart, waitForDependency } from './dependencies.ts';
import { settle } from './ending.ts';
import type { ChildRecord, Recovery } from './state.ts';
import type { JudgedFault } from './supervisor-input.ts';
import {
  answer,
  cancel,
  closeIncident,
  incidentId,
  isEnding,
  isSet,
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
  turn.effects.push({ type: 'settleParked', id: child.id, fate: 'fallback' });
  cancel(turn, child, 'stable');
  const recovery = (child.recovery ??= { attempts: 0, operatorOnly: false, onProbation: false });
  recovery.onProbation = false;
  recovery.operatorOnly = child.incident?.classifiedCritical ?? false;
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
  if (child.life === 'stopping') {
    // An operator's ticket starts the attempt when the old worker has gone.
    if (by === 'itself')
      schedule(turn, child, 'recovery', turn.at + turn.spec.policy.recovery.baseMs);
    return;
  }
  if (!mayStart(turn, child)) {
    waitForDependency(turn, child);
    return;
  }
  cancel(turn, child, 'recovery');
  startAttempt(turn, child, by);
}

function startAttempt(turn: Turn, child: ChildRecord, by: 'itself' | 'operator'): void {
  const abandoned = child.abandoned?.length ?? 0;
  if (by === 'itself' && abandoned >= MOST_ABANDONED) {
    report(turn, { type: 'recovery.paused', ...ofChild(turn, child), abandoned });
    return;
  }
  report(turn, { type: 'recovery.attempted', ...ofChild(turn, child), by });
  if (child.recovery) lengthen(turn, child.recovery);
  startLife(turn, child);
}

/** The delay doubles until it is the longest; the count stops there too, so that it cannot grow for ever. */
function lengthen({ spec }: Turn, recovery: Recovery): void {
  const { baseMs, maxMs } = spec.policy.recovery;
  if (baseMs * 2 ** recovery.attempts < maxMs) recovery.attempts += 1;
}

/** The attempt did not come up: back to waiting, longer. */
export function onRecoveryFailed(turn: Turn, child: ChildRecord, fault: JudgedFault): void {
  const recovery = (child.recovery ??= { attempts: 1, operatorOnly: false, onProbation: false });
  recovery.operatorOnly ||= fault.severity === 'CRITICAL';
  leaveLife(turn, child, 'restart');
  const nextAt = nextRecoveryAt(turn, recovery);
  scheduleRecovery(turn, child, nextAt);
  const { id, origin, severity, rule, error } = fault;
  report(turn, {
    type: 'recovery.failed',
    ...ofChild(turn, child),
    fault: { id, origin, severity, rule, error },
    ...(nextAt === undefined ? undefined : { nextAt }),
  });
  answer(turn, child, ['recover', 'restartChild'], {
    ok: false,
    reason: 'failed',
    state: child.state,
  });
}

/** A life that was abandoned has ended after all: the leak has shrunk, and a paused recovery goes on. */
export function onAbandonedSettled(turn: Turn, child: ChildRecord, epoch: number): void {
  const others = child.abandoned?.filter((abandoned) => abandoned !== epoch) ?? [];
  child.abandoned = others.length === 0 ? undefined : others;
  report(turn, { type: 'abandoned.settled', ...ofChild(turn, child), unsettled: others.length });
  if (isPaused(child) && others.length < MOST_ABANDONED && !isEnding(turn))
    attemptRecovery(turn, child, 'itself');
}

/** Waits neither for a timer nor for a person, but for an abandoned life to end. */
function isPaused(child: ChildRecord): boolean {
  const { state, life, recovery } = child;
  const waits = isSet(child, 'recovery') || recovery?.operatorOnly !== false;
  return state === 'degraded' && life === 'none' && !waits;
}
