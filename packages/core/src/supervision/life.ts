import { restartsAfter } from '../policy/restart-type.ts';
import { attemptRecovery, enterDegraded, onRecoveryFailed } from './degraded.ts';
import { ended, endByItself, settle } from './ending.ts';
import { onFault } from './failure.ts';
import { giveUp } from './give-up.ts';
import { stopped } from './start-stop.ts';
import { startWhenDue } from './step-entry.ts';
import type { ChildRecord } from './state.ts';
import type { SupervisorInputOf } from './supervisor-input.ts';
import {
  cancel,
  closeIncident,
  endLife,
  incidentId,
  move,
  ofChild,
  report,
  schedule,
  type Turn,
} from './turn.ts';

/** A start has succeeded. */
export function onStarted(turn: Turn, child: ChildRecord): void {
  child.life = 'up';
  child.phase = undefined;
  const { recovery, incident } = child;
  const returns = child.state === 'degraded';
  move(turn, child, returns ? 'service.recovered' : 'service.started');
  if (recovery && returns) recovery.onProbation = true;
  if (incident) {
    incident.step = undefined;
    incident.onProbation = true;
    incident.repairedAt = turn.at;
  }
  report(turn, {
    type: 'child.started',
    ...ofChild(turn, child),
    ...(incident ? { incident: incidentId(turn, child) } : undefined),
    incarnation: child.incarnation,
  });
  if (returns) report(turn, { type: 'child.recovered', ...ofChild(turn, child), by: 'recovery' });
  if (incident || returns) beginProbation(turn, child);
  settle(turn, child);
}

function beginProbation(turn: Turn, child: ChildRecord): void {
  cancel(turn, child, 'stable');
  schedule(turn, child, 'stable', turn.at + turn.spec.policy.stableAfterMs);
}

/** The child has been up long enough: its health is proven. */
export function onStable(turn: Turn, child: ChildRecord): void {
  child.recovery = undefined;
  const { incident } = child;
  if (incident === undefined) return;
  incident.onProbation = false;
  if (incident.step === undefined) closeIncident(turn, child, 'recovered');
}

/** A start has failed, or has taken too long (`pending`). */
export function onStartFailed(
  turn: Turn,
  child: ChildRecord,
  { fault, pending }: SupervisorInputOf<'report.startFailed'>,
): void {
  if (child.state === 'degraded') {
    onRecoveryFailed(turn, child, fault, pending);
    return;
  }
  if (!pending) endLife(child);
  const isFirst = child.state === 'starting' && turn.state.state !== 'running';
  if (isFirst && turn.spec.policy.initialStartFailure === 'fatal')
    giveUp(turn, child, 'a first start failed', fault);
  else onFault(turn, child, fault);
}

/** The worker has ended by itself, without an error. */
export function onExited(
  turn: Turn,
  child: ChildRecord,
  { exit, fault }: SupervisorInputOf<'report.exited'>,
): void {
  if (restartsAfter(child.spec.restart, exit)) onFault(turn, child, fault);
  else endByItself(turn, child, exit);
}

/** A round of retries, a custom step or the entering of degraded has ended. */
export function onAttemptSettled(
  turn: Turn,
  child: ChildRecord,
  { fault, more }: SupervisorInputOf<'report.attemptSettled'>,
): void {
  const { incident } = child;
  const step = incident?.step;
  if (incident === undefined || step === undefined) return;
  if (fault !== undefined) {
    onFault(turn, child, fault, more === undefined ? {} : { more });
    return;
  }
  child.phase = undefined;
  if (step === 'fallback') {
    enterDegraded(turn, child);
    return;
  }
  incident.step = undefined;
  incident.repairedAt = turn.at;
  move(turn, child, 'service.recovered');
  const base = { ...ofChild(turn, child), incident: incidentId(turn, child) };
  report(turn, { type: 'child.recovered', ...base, by: step });
  if (step === 'retry') incident.attempts['retry'] = 0;
  else {
    incident.onProbation = true;
    beginProbation(turn, child);
  }
  if (!incident.onProbation) closeIncident(turn, child, 'recovered');
  settle(turn, child);
}

/** The life that was ordered to end has ended. */
export function onStopped(turn: Turn, child: ChildRecord): void {
  endLife(child);
  switch (child.state) {
    case 'stopping':
      stopped(turn, child);
      break;
    case 'stopped':
      ended(turn, child);
      break;
    case 'restarting':
      startWhenDue(turn, child, false);
      break;
    case 'degraded':
      if (child.tickets !== undefined) attemptRecovery(turn, child, 'operator');
      break;
    default:
      break;
  }
}

/** The life did not end in time: it is given up waiting for, and fenced off. */
export function onStopOverdue(turn: Turn, child: ChildRecord): void {
  const { id, epoch } = child;
  child.abandoned += 1;
  report(turn, {
    type: 'child.abandoned',
    ...ofChild(turn, child),
    incarnation: child.incarnation,
    unsettled: child.abandoned,
  });
  turn.effects.push({ type: 'abandonChild', id, epoch });
  child.epoch += 1;
  onStopped(turn, child);
}
