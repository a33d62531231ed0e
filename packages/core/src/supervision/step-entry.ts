import type { Directive } from '../escalation/directive.ts';
import { type Backoff, backoffDelay } from '../policy/backoff.ts';
import { exceedsIntensity } from '../policy/intensity.ts';
import { honourRetryAfter } from '../policy/retry-after.ts';
import { recordRestart } from '../policy/restart-history.ts';
import { enterDegraded } from './degraded.ts';
import { endByItself, settle } from './ending.ts';
import { giveUp } from './give-up.ts';
import type { ChildRecord, Incident } from './state.ts';
import type { JudgedFault } from './supervisor-input.ts';
import {
  cancel,
  closeIncident,
  incidentId,
  leaveLife,
  moveToStep,
  ofChild,
  report,
  schedule,
  startLife,
  type Turn,
} from './turn.ts';

/** Carries the chain's answer out. */
export function enterStep(
  turn: Turn,
  child: ChildRecord,
  incident: Incident,
  directive: Directive,
  fault: JudgedFault,
): void {
  const { step } = directive;
  if (step !== 'retry') {
    const fate = step === 'fallback' ? 'fallback' : 'reject';
    turn.effects.push({ type: 'settleParked', id: child.id, fate });
  }
  switch (step) {
    case 'retry':
      enterRetry(turn, child, incident, directive, fault);
      break;
    case 'restart':
      enterRestart(turn, child, incident, directive, fault);
      break;
    case 'fallback':
      enterFallback(turn, child, incident, fault);
      break;
    case 'fail':
      enterFailed(turn, child);
      break;
    case 'escalate':
      giveUp(turn, child, 'the chain escalated', fault);
      break;
    case 'end':
      endByItself(turn, child, 'error');
      break;
    default:
      enterCustomStep(turn, child, incident, directive, fault);
  }
}

function nextDelay(
  turn: Turn,
  incident: Incident,
  backoff: Backoff,
  { step, attempt }: Directive,
  fault: JudgedFault,
): number {
  const { delayMs, carry } = backoffDelay(backoff, attempt, turn.random, incident.carry[step]);
  incident.carry[step] = carry;
  return honourRetryAfter(delayMs, fault.retryAfterMs, longestDelay(backoff));
}

function longestDelay(backoff: Backoff): number {
  return backoff.kind === 'constant' ? backoff.delayMs : (backoff.maxMs ?? Infinity);
}

function enterRetry(
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
  const base = { ...ofChild(turn, child), incident: incidentId(turn, child) };
  report(turn, { type: 'child.retrying', ...base, attempt, severity, delayMs });
  if (fault.origin === 'transition') child.epoch += 1;
  if (delayMs === 0) attemptRetry(turn, child);
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

function enterRestart(
  turn: Turn,
  child: ChildRecord,
  incident: Incident,
  directive: Directive,
  fault: JudgedFault,
): void {
  const { intensity, policy } = turn.spec;
  if (intensity !== undefined && exceedsIntensity(turn.state.restarts, intensity, turn.at)) {
    giveUp(turn, child, 'intensity exceeded', fault);
    return;
  }
  const { attempt } = directive;
  const delayMs = nextDelay(turn, incident, policy.restart.backoff, directive, fault);
  const { failure: severity } = incident;
  begin(incident, directive);
  child.restarts += 1;
  child.history = recordRestart(child.history, policy.longWindow, turn.at);
  child.notBefore = turn.at + delayMs;
  cancel(turn, child, 'stable');
  moveToStep(turn, child, 'restart', attempt, child.notBefore);
  const incidentOf = incidentId(turn, child);
  report(turn, { type: 'child.restarting', ...ofChild(turn, child), incident: incidentOf, attempt, severity, delayMs });
  // A start that failed has left no life; its repeat goes through the agenda even at 0 ms, so that
  // an unlimited loop cannot starve the event loop.
  const repeats = child.life === 'none';
  if (!leaveLife(turn, child, 'restart')) startWhenDue(turn, child, repeats);
}

/** Starts a restarting child whose old life is over, now or when its backoff has passed. */
export function startWhenDue(turn: Turn, child: ChildRecord, repeats: boolean): void {
  if (child.notBefore <= turn.at && !repeats) {
    startLife(turn, child);
    return;
  }
  child.phase = 'waiting';
  schedule(turn, child, 'restart', Math.max(turn.at, child.notBefore));
}

function enterFallback(turn: Turn, child: ChildRecord, incident: Incident, fault: JudgedFault): void {
  if (!child.spec.hasDegradeHook) {
    enterDegraded(turn, child);
    return;
  }
  incident.step = 'fallback';
  child.phase = 'attempting';
  turn.effects.push({ type: 'runStep', id: child.id, epoch: child.epoch, step: 'fallback', fault: fault.id });
}

function enterFailed(turn: Turn, child: ChildRecord): void {
  cancel(turn, child, 'stable');
  moveToStep(turn, child, 'fail', 1);
  child.recovery = undefined;
  report(turn, { type: 'child.failed', ...ofChild(turn, child), incident: incidentId(turn, child) });
  leaveLife(turn, child, 'restart');
  closeIncident(turn, child, 'failed');
  settle(turn, child);
}

function enterCustomStep(
  turn: Turn,
  child: ChildRecord,
  incident: Incident,
  directive: Directive,
  fault: JudgedFault,
): void {
  const { step, attempt } = directive;
  const { failure: severity } = incident;
  begin(incident, directive);
  child.phase = 'attempting';
  moveToStep(turn, child, step, attempt);
  const base = { ...ofChild(turn, child), incident: incidentId(turn, child) };
  report(turn, { type: 'child.stepping', ...base, step, attempt, severity, delayMs: 0 });
  turn.effects.push({ type: 'runStep', id: child.id, epoch: child.epoch, step, fault: fault.id });
}

function begin(incident: Incident, { step, attempt }: Directive): void {
  incident.step = step;
  incident.attempts[step] = attempt;
}

