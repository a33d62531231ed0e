import type { Directive } from '../escalation/directive.ts';
import { createRestartLog, exceedsIntensity } from '../policy/intensity.ts';
import { recordRestart } from '../policy/restart-history.ts';
import { begin, nextDelay } from './budgeted-step.ts';
import { mayStart, waitForDependency } from './dependencies.ts';
import { giveUp } from './give-up.ts';
import { cyclesSiblings, restartGroup } from './group.ts';
import { startGroup } from './group-start.ts';
import type { ChildRecord, Incident } from './state.ts';
import type { JudgedFault } from './supervisor-input.ts';
import {
  cancel,
  incidentId,
  leaveLife,
  moveToStep,
  ofChild,
  report,
  schedule,
  startLife,
  type Turn,
} from './turn.ts';

export function enterRestart(
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
  bookRestart(turn, child);
  child.notBefore = turn.at + delayMs;
  cancel(turn, child, 'stable');
  moveToStep(turn, child, 'restart', attempt, child.notBefore);
  if (turn.isHeard) {
    const base = { ...ofChild(turn, child), incident: incidentId(turn, child) };
    report(turn, { type: 'child.restarting', ...base, attempt, severity, delayMs });
  }
  // A start that failed has left no life; its repeat goes through the agenda even at 0 ms, so that
  // an unlimited loop cannot starve the event loop.
  const repeats = child.life === 'none';
  if (cyclesSiblings(turn)) restartGroup(turn, child, repeats);
  else if (!leaveLife(turn, child, 'restart')) startWhenDue(turn, child, repeats);
}

function bookRestart({ spec, at }: Turn, child: ChildRecord): void {
  child.restarts += 1;
  child.history = recordRestart(child.history, spec.policy.longWindow, at);
  const { intensity } = child.spec;
  if (intensity === undefined) return;
  child.ownRestarts ??= createRestartLog();
  exceedsIntensity(child.ownRestarts, intensity, at);
}

/** Starts a restarting child whose old life is over, now or when its backoff has passed. */
export function startWhenDue(turn: Turn, child: ChildRecord, repeats: boolean): void {
  if (!mayStart(turn, child)) waitForDependency(turn, child);
  else if (child.notBefore <= turn.at && !repeats) startLife(turn, child);
  else {
    child.phase = 'waiting';
    schedule(turn, child, 'restart', Math.max(turn.at, child.notBefore));
  }
}

/** The wait before a restart is over. */
export function onRestartDue(turn: Turn, child: ChildRecord): void {
  if (turn.state.group?.culprit === child.id) startGroup(turn);
  else startWhenDue(turn, child, false);
}
