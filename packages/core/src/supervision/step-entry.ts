import type { Directive } from '../escalation/directive.ts';
import type { EventOf } from '../supervision-event.ts';
import { begin } from './budgeted-step.ts';
import { enterDegraded } from './degraded.ts';
import { endByItself, parked } from './ending.ts';
import { giveUp } from './give-up.ts';
import { enterRestart } from './restart.ts';
import { enterRetry } from './retry.ts';
import type { ChildRecord, Incident } from './state.ts';
import type { JudgedFault } from './supervisor-input.ts';
import {
  cancelAll,
  closeIncident,
  incidentId,
  leaveLife,
  moveToStep,
  ofChild,
  rejectParked,
  report,
  type Turn,
} from './turn.ts';

type Enter = (
  turn: Turn,
  child: ChildRecord,
  incident: Incident,
  directive: Directive,
  fault: JudgedFault,
) => void;

/** Carries the chain's answer out. */
export const enterStep: Enter = (turn, child, incident, directive, fault) => {
  const { step } = directive;
  // What is parked waits through retries, and for `degrade()`, after which the fallback has it.
  if (step !== 'retry' && step !== 'fallback') rejectParked(turn, child);
  const enter = ENTRIES.get(step) ?? enterCustomStep;
  enter(turn, child, incident, directive, fault);
};

const ENTRIES: ReadonlyMap<string, Enter> = new Map<string, Enter>([
  ['retry', enterRetry],
  ['restart', enterRestart],
  ['fallback', enterFallback],
  ['fail', enterFailed],
  ['escalate', (turn, child, _, __, fault) => giveUp(turn, child, 'the chain escalated', fault)],
  ['end', (turn, child) => endByItself(turn, child, 'error')],
]);

function enterFallback(
  turn: Turn,
  child: ChildRecord,
  incident: Incident,
  directive: Directive,
): void {
  if (!child.spec.hasDegradeHook) {
    enterDegraded(turn, child);
    return;
  }
  begin(incident, directive);
  beginAttempt(turn, child, incident);
}

function enterFailed(turn: Turn, child: ChildRecord): void {
  // Nobody could bring an instance back by its name once another has taken its place: it goes.
  if (turn.spec.strategy === 'simple_one_for_one') {
    report(turn, failed(turn, child));
    closeIncident(turn, child, 'failed');
    endByItself(turn, child, 'error');
    return;
  }
  moveToStep(turn, child, 'fail', 1);
  cancelAll(turn, child);
  child.recovery = undefined;
  report(turn, failed(turn, child));
  leaveLife(turn, child, 'restart');
  closeIncident(turn, child, 'failed');
  parked(turn, child);
}

function failed(turn: Turn, child: ChildRecord): EventOf<'child.failed'> {
  return { type: 'child.failed', ...ofChild(turn, child), incident: incidentId(turn, child) };
}

function enterCustomStep(
  turn: Turn,
  child: ChildRecord,
  incident: Incident,
  directive: Directive,
): void {
  const { step, attempt } = directive;
  const { failure: severity } = incident;
  begin(incident, directive);
  moveToStep(turn, child, step, attempt);
  const base = { ...ofChild(turn, child), incident: incidentId(turn, child) };
  report(turn, { type: 'child.stepping', ...base, step, attempt, severity, delayMs: 0 });
  beginAttempt(turn, child, incident);
}

/**
 * Runs a custom step, or the hook that enters degraded. A start that took too long ends first: it
 * may still succeed, and a life that comes up in the middle of a step belongs to nobody. So does a life
 * whose worker is gone: a step that succeeds goes on with a new one.
 */
export function beginAttempt(turn: Turn, child: ChildRecord, incident: Incident): void {
  const { id: fault } = incident.last.at(-1) ?? incident.first;
  const isDead = incident.step !== 'fallback' && incident.hasLostWorker;
  if (child.life === 'starting' || isDead) leaveLife(turn, child, 'restart');
  if (child.life === 'stopping') return;
  child.phase = 'attempting';
  const { id, epoch } = child;
  turn.effects.push({ type: 'runStep', id, epoch, step: incident.step ?? 'fallback', fault });
}
