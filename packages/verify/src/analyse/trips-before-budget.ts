import { type Intensity, SEVERITIES, type SupervisorSpec } from '@kintsugi/core';
import { stopOf } from './stop-time.ts';
import type { NodeChild } from './tree-node.ts';
import { longestWait } from './wait.ts';

/**
 * Whether an intensity is always reached before a child's budget of restarts is spent, however slowly one
 * incident goes on: every wait at its longest, every stop and start as slow as it may be, every
 * life just too short to close the incident.
 */
export function tripsBeforeBudget(
  { policy }: SupervisorSpec,
  child: NodeChild,
  intensity: Intensity | undefined,
  startWithinMs: number,
): boolean {
  const { maxAttempts, backoff } = policy.restart;
  const { maxRestarts, withinMs } = intensity ?? { maxRestarts: Infinity, withinMs: 0 };
  const restarting = SEVERITIES.filter((severity) =>
    child.profile.steps.has(`${severity} restart`),
  );
  if (maxRestarts >= maxAttempts || restarting.length === 0) return false;
  const stopMs = stopOf(child).atMostMs;
  let spreadMs = 0;
  for (let attempt = 1; attempt <= maxRestarts && spreadMs <= withinMs; attempt += 1) {
    const waits = restarting.map((severity) => longestWait(backoff, attempt, severity));
    spreadMs += Math.max(stopMs, ...waits) + startWithinMs + policy.stableAfterMs;
  }
  return spreadMs <= withinMs;
}
