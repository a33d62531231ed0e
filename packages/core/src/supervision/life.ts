import { endsWorker } from '../fault/fault.ts';
import { restartsAfter } from '../policy/restart-type.ts';
import { attemptRecovery, onRecoveryFailed } from './degraded.ts';
import { ended, endByItself, settle, stopped } from './ending.ts';
import { absorb, type FaultDetail, onFault } from './failure.ts';
import { giveUp } from './give-up.ts';
import { advanceGroup } from './group.ts';
import { awaitsTurn, isDoomed } from './group-turn.ts';
import { beginProbation } from './probation.ts';
import { startWhenDue } from './restart.ts';
import type { ChildRecord } from './state.ts';
import { beginAttempt } from './step-entry.ts';
import type { JudgedFault, SupervisorInputOf } from './supervisor-input.ts';
import {
  answer,
  endLife,
  isEnding,
  leaveLife,
  move,
  ofChild,
  rejectParked,
  report,
  type Turn,
} from './turn.ts';

/** A start has succeeded. */
export function onStarted(turn: Turn, child: ChildRecord): void {
  child.life = 'up';
  child.phase = undefined;
  // It is stopped when its turn comes.
  if (!isDoomed(turn, child)) comeUp(turn, child);
}

function comeUp(turn: Turn, child: ChildRecord): void {
  const isFirstOrRestart = child.state === 'starting' || child.state === 'restarting';
  const by = child.state === 'degraded' ? 'recovery' : child.incident?.step;
  move(turn, child, isFirstOrRestart ? 'service.started' : 'service.recovered');
  if (turn.isHeard) tellStarted(turn, child, isFirstOrRestart ? undefined : (by ?? 'recovery'));
  beginProbation(turn, child);
  settle(turn, child);
}

function tellStarted(turn: Turn, child: ChildRecord, recoveredBy: string | undefined): void {
  const { incarnation } = child;
  report(turn, { type: 'child.started', ...ofChild(turn, child), incarnation });
  if (recoveredBy !== undefined)
    report(turn, { type: 'child.recovered', ...ofChild(turn, child), by: recoveredBy });
}

/** A start has failed, or has taken too long (`pending`). */
export function onStartFailed(
  turn: Turn,
  child: ChildRecord,
  { fault, pending }: SupervisorInputOf<'report.startFailed'>,
): void {
  if (!pending) endLife(child);
  if (isEnding(turn) || isDoomed(turn, child)) absorb(turn, child, fault);
  else if (child.state === 'degraded') onRecoveryFailed(turn, child, fault);
  else if (isFatal(turn, child)) onFatalStart(turn, child, fault);
  else onFault(turn, child, fault);
}

function onFatalStart(turn: Turn, child: ChildRecord, fault: JudgedFault): void {
  if (isOrdered(child)) notStarted(turn, child, fault);
  else if (startsUp(turn)) giveUp(turn, child, 'a first start failed', fault);
  // A group restart has started a spec that was kept idle: that is a restart, and is tried again.
  else onFault(turn, child, fault);
}

/** Under OTP's rules only a restart is tried again. */
function isFatal({ spec }: Turn, { state }: ChildRecord): boolean {
  return state === 'starting' && spec.policy.initialStartFailure === 'fatal';
}

/** Whether somebody has ordered the start that it waits for, or that is under way. */
export function isOrdered({ tickets = [] }: ChildRecord): boolean {
  return tickets.some(({ command }) => command === 'startChild' || command === 'restartChild');
}

function startsUp({ state: { group, awaited } }: Turn): boolean {
  return group?.startsUp === true || awaited !== undefined;
}

/**
 * A start that an operator has ordered has failed: who ordered it is told, nothing is counted. A child
 * that was to be added is none.
 */
function notStarted(turn: Turn, child: ChildRecord, fault: JudgedFault): void {
  const { id, origin, severity, rule, error } = fault;
  const isAdded = child.tickets?.some(({ command }) => command === 'startChild') === true;
  child.unstarted = isAdded ? 'removed' : 'kept';
  report(turn, {
    type: 'child.notStarted',
    ...ofChild(turn, child),
    fault: { id, origin, severity, rule, error },
  });
  move(turn, child, 'service.exited');
  answer(turn, child, ['startChild', 'restartChild'], {
    ok: false,
    reason: 'start_failed',
    state: 'stopped',
    fault: id,
  });
  if (!leaveLife(turn, child, 'restart')) ended(turn, child);
}

/** What a worker reports of itself. While `degrade()` runs it is about to be stopped anyway. */
export function onWorkerFault(
  turn: Turn,
  child: ChildRecord,
  fault: JudgedFault,
  detail: FaultDetail = {},
): void {
  const { incident } = child;
  if (incident?.step !== 'fallback' && !isDoomed(turn, child)) onFault(turn, child, fault, detail);
  else {
    // What comes behind the step in progress needs a new life.
    if (incident !== undefined && endsWorker(fault.origin)) incident.hasLostWorker = true;
    absorb(turn, child, fault);
  }
}

/** The worker has ended by itself, without an error, or its start has answered `ignore`. */
export function onExited(
  turn: Turn,
  child: ChildRecord,
  { exit, fault }: SupervisorInputOf<'report.exited'>,
): void {
  if (isEnding(turn) || isDoomed(turn, child)) {
    // It is stopped, and cleaned up after, when its turn comes.
    absorb(turn, child, fault);
    return;
  }
  // OTP's rule: a start that answers `ignore` leaves no child, whatever the restart type.
  const isIgnored = child.life === 'starting';
  if (!isIgnored && restartsAfter(child.spec.restart, exit)) {
    if (child.state === 'degraded') onRecoveryFailed(turn, child, fault);
    else onWorkerFault(turn, child, fault);
    return;
  }
  if (isIgnored) child.unstarted = 'kept';
  // An attempt to return from degraded that ran to its end: it did come back, and was done.
  if (child.state === 'degraded') move(turn, child, 'service.recovered');
  rejectParked(turn, child);
  endByItself(turn, child, exit);
}

/** The life that was ordered to end has ended. */
export function onStopped(
  turn: Turn,
  child: ChildRecord,
  { error }: SupervisorInputOf<'report.stopped'>,
): void {
  if (error !== undefined)
    report(turn, { type: 'hook.failed', ...ofChild(turn, child), hook: 'stop', error });
  onLifeOver(turn, child);
}

/** The life did not end in time: it is given up waiting for, and fenced off. */
export function onStopOverdue(turn: Turn, child: ChildRecord): void {
  const { id, epoch, incarnation } = child;
  const abandoned = (child.abandoned ??= []);
  abandoned.push(epoch);
  const unsettled = abandoned.length;
  report(turn, { type: 'child.abandoned', ...ofChild(turn, child), incarnation, unsettled });
  turn.effects.push({ type: 'abandonChild', id, epoch });
  child.epoch += 1;
  onLifeOver(turn, child);
}

function onLifeOver(turn: Turn, child: ChildRecord): void {
  if (child.phase === 'stoppingSlowly')
    report(turn, { type: 'child.stopEnded', ...ofChild(turn, child) });
  endLife(child);
  switch (child.state) {
    case 'stopping':
      stopped(turn, child);
      break;
    case 'stopped':
      ended(turn, child);
      break;
    case 'degraded':
      // Only an operator's `recover` waits here for the old worker to go.
      if (child.tickets !== undefined && !isEnding(turn)) attemptRecovery(turn, child, 'operator');
      break;
    default:
      goOnWithStep(turn, child);
  }
}

/** A step that had to wait for the old life to end. */
function goOnWithStep(turn: Turn, child: ChildRecord): void {
  if (isEnding(turn)) return;
  const { incident, state } = child;
  const waits = incident?.step !== undefined && incident.step !== 'restart';
  if (waits) beginAttempt(turn, child, incident);
  else if (awaitsTurn(turn, child)) {
    child.phase = 'waiting';
    advanceGroup(turn, child);
  } else if (state === 'restarting') startWhenDue(turn, child, false);
}
