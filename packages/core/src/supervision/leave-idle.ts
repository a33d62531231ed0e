import { tellDependants } from './dependencies.ts';
import type { ChildRecord } from './state.ts';
import {
  answer,
  cancelAll,
  closeIncident,
  contextOfRestart,
  move,
  ofChild,
  report,
  type Turn,
} from './turn.ts';

/** It was stopped for a restart that will not come: it rests, says why, and counts as unhealthy. */
export function leaveIdle(turn: Turn, child: ChildRecord, culprit: ChildRecord): void {
  cancelAll(turn, child);
  move(turn, child, 'service.exited', contextOfRestart(turn, culprit));
  child.phase = undefined;
  report(turn, { type: 'child.leftIdle', ...ofChild(turn, child), because: culprit.id });
  closeIncident(turn, child, 'stopped');
  const result = { ok: false, reason: 'stopped', state: 'stopped' } as const;
  answer(turn, child, ['recover', 'startChild', 'restartChild'], result);
  tellDependants(turn, child);
}
