import type { GiveUpReason } from '../supervision-event.ts';
import type { ChildRecord } from './state.ts';
import { beginShutdown } from './stop-children.ts';
import type { JudgedFault } from './supervisor-input.ts';
import { faultsOf, restartsOf } from './trail.ts';
import { closeIncident, moveSelf, ofChild, report, type Turn } from './turn.ts';

/**
 * The supervisor cannot keep its promise. It stops every child before it says so: its parent must
 * not start a second tree over living children.
 */
export function giveUp(
  turn: Turn,
  child: ChildRecord,
  reason: GiveUpReason,
  fault: JudgedFault,
): void {
  const { id, origin, severity, rule, error } = fault;
  const isCritical = severity === 'CRITICAL' || child.incident?.classifiedCritical === true;
  turn.state.ending = {
    kind: 'gave up',
    reason,
    child: child.id,
    fault: { id, origin, severity, rule, error },
    severity: isCritical ? 'CRITICAL' : 'RECOVERABLE',
    faults: faultsOf(child, turn.at),
    restarts: restartsOf(child),
    stopAsked: false,
  };
  const { at, spec } = turn;
  const { incident } = ofChild(turn, child);
  report(turn, {
    type: 'supervisor.gaveUp',
    at,
    path: spec.path,
    reason,
    child: child.id,
    error,
    ...(incident === undefined ? undefined : { incident }),
  });
  closeIncident(turn, child, 'escalated');
  moveSelf(turn, 'supervisor.give_up');
  beginShutdown(turn);
}
