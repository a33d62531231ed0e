import { SEVERITIES, type SupervisorSpec } from '@kintsugi/core';
import { incidentLimits } from './child-curve.ts';
import { incidentCurve } from './incident-curve.ts';
import type { NodeChild } from './tree-node.ts';

/**
 * Whether a child can fail as often as the pattern asks within its window. Operations that are retried
 * can fail in one instant; otherwise each failure needs a life of its own, and each life a restart, or
 * a return from degraded. A bound: `true` where a step of the user's own brings it back.
 */
export function failsInTime(
  supervisor: SupervisorSpec,
  { spec, profile: { lifeMs, steps } }: NodeChild,
): boolean {
  const { pattern, recovery, customSteps } = supervisor.policy;
  const isBroughtBack = (step: string) => SEVERITIES.some((each) => steps.has(`${each} ${step}`));
  if (pattern.failures === 1 || ['retry', ...Object.keys(customSteps)].some(isBroughtBack))
    return true;
  if (spec.restart === 'temporary') return false;
  const limits = incidentLimits({ supervisor, lifeMs });
  const curve = incidentCurve({
    ...limits,
    // The failure that finds the budget spent counts as well.
    budget: isBroughtBack('restart') ? limits.budget + 1 : 1,
    stableAfterMs: Math.min(limits.stableAfterMs, recovery.baseMs),
  });
  return curve.soonest(pattern.failures) <= pattern.windowMs;
}
