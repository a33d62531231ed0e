import { firstStep } from './chain-answer.ts';
import { incidentLimits, mostInLongWindow, type Restarted } from './child-curve.ts';
import { CLOCK_GRAIN_MS } from './clock-grain.ts';
import { incidentCurve } from './incident-curve.ts';
import type { RestartCurve } from './restart-curve.ts';

/**
 * Whether a child can be restarted as often as the long window asks for, and what it is raised to then is
 * answered by something else than a restart at once.
 *
 * @param curve - of its restarts, under all other limits
 */
export function endsInLongWindow(
  { supervisor: { policy }, child }: Pick<Restarted, 'supervisor' | 'child'>,
  curve: RestartCurve,
): boolean {
  const { restarts, withinMs } = policy.longWindow;
  if (restarts === Infinity || firstStep(policy, child, 'CRITICAL') === 'restart') return false;
  return curve.mostIn(withinMs + CLOCK_GRAIN_MS) >= restarts;
}

/**
 * Whether so many restarts within a span are all that the long window lets through, and there is time for
 * them: a life of `stableAfterMs` before each failure, and starts that fail after the last of them.
 */
export function spendsLongWindow(
  restarted: Pick<Restarted, 'supervisor' | 'lifeMs'>,
  most: number,
  spanMs: number,
): boolean {
  const { policy } = restarted.supervisor;
  if (most !== mostInLongWindow(policy)) return false;
  const limits = incidentLimits(restarted);
  const eachMs = limits.wait(1) + Math.max(limits.lifeMs, limits.stableAfterMs);
  const last = incidentCurve({ ...limits, stableAfterMs: Infinity });
  return (policy.longWindow.restarts - 1) * eachMs + last.soonest(limits.budget) < spanMs;
}
