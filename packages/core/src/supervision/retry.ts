import type { Directive } from '../escalation/directive.ts';
import { begin, nextDelay } from './budgeted-step.ts';
import type { ChildRecord, Incident } from './state.ts';
import type { JudgedFault } from './supervisor-input.ts';
import { incidentId, moveToStep, ofChild, report, schedule, type Turn } from './turn.ts';

export function enterRetry(
  turn: Turn,
  child: ChildRecord,
  incident: Incident,
  directive: Directive,
  fault: JudgedFault,
): void {
  const { attempt } = directive;
  const delayMs = nextDelay(turn, incident, turn.spec.policy.retry.backoff, directive, fault);
  const { failure: severity } = incident;
  begin(incident, directive);
  moveToStep(turn, child, 'retry', attempt, turn.at + delayMs);
  if (turn.isHeard) {
    const base = { ...ofChild(turn, child), incident: incidentId(turn, child) };
    report(turn, { type: 'child.retrying', ...base, attempt, severity, delayMs });
  }
  // Its logic is dead and comes back from a snapshot: what the dead one still says is fenced off.
  if (fault.origin === 'transition') child.epoch += 1;
  // A repeat goes through the agenda even at 0 ms, so that it cannot starve the event loop.
  if (delayMs === 0 && attempt === 1) attemptRetry(turn, child);
  else {
    child.phase = 'waiting';
    schedule(turn, child, 'retry', turn.at + delayMs);
  }
}

/** The wait is over: the parked operations are tried again. */
export function attemptRetry(turn: Turn, child: ChildRecord): void {
  child.phase = 'attempting';
  turn.effects.push({ type: 'retryChild', id: child.id, epoch: child.epoch });
}
