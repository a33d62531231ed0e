import type { ChildRecord } from './state.ts';
import { cancel, closeIncident, schedule, type Turn } from './turn.ts';

/** The child runs again, after a restart or from degraded: it has yet to prove that it is stable. */
export function beginProbation(turn: Turn, child: ChildRecord): void {
  const { incident, recovery } = child;
  if (incident === undefined && recovery === undefined) return;
  if (recovery !== undefined) recovery.onProbation = true;
  if (incident !== undefined) {
    incident.step = undefined;
    incident.onProbation = true;
    incident.repairedAt = turn.at;
  }
  cancel(turn, child, 'stable');
  schedule(turn, child, 'stable', turn.at + turn.spec.policy.stableAfterMs);
}

/** The child has been up long enough. With a step in progress, that step has the last word. */
export function onStable(turn: Turn, child: ChildRecord): void {
  const { incident } = child;
  if (incident !== undefined) incident.onProbation = false;
  if (incident?.step === undefined) provenHealthy(turn, child);
}

/** Its health is proven: the incident is over, and the way back from degraded is short again. */
export function provenHealthy(turn: Turn, child: ChildRecord): void {
  closeIncident(turn, child, 'recovered');
  child.recovery = undefined;
}
