import { SEVERITIES, type Severity, stepBudget, type SupervisorSpec } from '@kintsugi/core';
import type { Place } from './root-gives-up.ts';
import { longestWait } from './wait.ts';

/**
 * Over how long the faults can be spread that make the root give up, in milliseconds: a bound. What is
 * slower, the limits have forgotten: the child is restarted for ever, or goes another way. Each level
 * adds its own, because it waits for several collapses of the one below. Meant are faults that lose the worker.
 */
export function latestGiveUp(places: readonly Place[], startWithinMs: number): number {
  return places.reduce((sum, place) => sum + latestAt(place, startWithinMs), 0);
}

function latestAt({ node: { spec }, child }: Place, startWithinMs: number): number {
  const { intensity } = spec;
  const bySharing =
    intensity === undefined || intensity.maxRestarts === Infinity ? 0 : intensity.withinMs;
  const byChain = SEVERITIES.filter((severity) =>
    child.profile.steps.has(`${severity} escalate`),
  ).map((severity) => incidentLasts(spec, child, severity, startWithinMs));
  return Math.max(intensity?.maxRestarts === 0 ? 0 : bySharing, ...byChain);
}

/** Until a chain has come to its end: every restart waits its longest, starts its slowest, and fails just before it is stable. */
function incidentLasts(
  { policy }: SupervisorSpec,
  { spec: child }: Place['child'],
  severity: Severity,
  startWithinMs: number,
): number {
  const steps = [...new Set(SEVERITIES.flatMap((each) => policy.chains[each]))];
  // How long a step of the user's own runs is nobody's to say.
  if (steps.some((step) => step in policy.customSteps)) return Infinity;
  const budget = steps.includes('restart') ? stepBudget(policy, 'restart') : 0;
  if (budget > MOST_ATTEMPTS) return Infinity;
  const stopMs = child.shutdown === 'brutal_kill' ? 0 : child.shutdown;
  let sumMs = 0;
  for (let attempt = 1; attempt <= budget; attempt += 1) {
    const waitMs = longestWait(policy.restart.backoff, attempt, severity);
    sumMs += Math.max(waitMs, stopMs) + startWithinMs + policy.stableAfterMs;
  }
  return sumMs;
}

const MOST_ATTEMPTS = 10_000;
