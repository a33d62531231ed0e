import { enterDegraded } from './degraded.ts';
import { startOrWait } from './dependencies.ts';
import { settle } from './ending.ts';
import { absorb, onFault } from './failure.ts';
import { isDoomed } from './group-turn.ts';
import { beginProbation, provenHealthy } from './probation.ts';
import type { ChildRecord, Incident } from './state.ts';
import type { SupervisorInputOf } from './supervisor-input.ts';
import { incidentId, isEnding, move, ofChild, rejectParked, report, type Turn } from './turn.ts';

/** Whether this is the result that is waited for, and not that of a step which was left meanwhile. */
export function isExpected({ phase, incident }: ChildRecord, step: string | undefined): boolean {
  return phase === 'attempting' && (step === undefined || step === incident?.step);
}

/** A round of retries, a custom step or the entering of degraded has ended. */
export function onAttemptSettled(
  turn: Turn,
  child: ChildRecord,
  { fault, more = 0 }: SupervisorInputOf<'report.attemptSettled'>,
): void {
  child.phase = undefined;
  if (isEnding(turn) || isDoomed(turn, child)) {
    // Its turn to be stopped will come; a step that goes on now would stop or start out of order.
    if (fault !== undefined) absorb(turn, child, fault);
  } else if (fault !== undefined) onFault(turn, child, fault, { more });
  else onAttemptSucceeded(turn, child);
}

function onAttemptSucceeded(turn: Turn, child: ChildRecord): void {
  const { incident } = child;
  if (incident?.step === 'fallback') enterDegraded(turn, child);
  // A step of the user's own after a failed start: it has succeeded when a new life is up.
  else if (child.life === 'none') startOrWait(turn, child);
  else if (incident?.step !== undefined) recoverBy(turn, child, incident, incident.step);
}

function recoverBy(turn: Turn, child: ChildRecord, incident: Incident, step: string): void {
  incident.step = undefined;
  incident.repairedAt = turn.at;
  // While the step ran, what was in flight may have failed: nobody would tell of it any more.
  rejectParked(turn, child);
  move(turn, child, 'service.recovered');
  const base = { ...ofChild(turn, child), incident: incidentId(turn, child) };
  report(turn, { type: 'child.recovered', ...base, by: step });
  if (step === 'retry') incident.attempts['retry'] = 0;
  else beginProbation(turn, child);
  if (!incident.onProbation) provenHealthy(turn, child);
  settle(turn, child);
}
