import { SEVERITIES, type SupervisorSpec } from '@kintsugi/core';
import { type RestartCurve, times, together } from './restart-curve.ts';
import type { NodeChild } from './tree-node.ts';

type Children = readonly Pick<NodeChild, 'amount' | 'profile'>[];

/**
 * The least time from a supervisor's start until it can give up, in milliseconds: a bound; `Infinity` when
 * nothing makes it give up.
 */
export function givesUpAfter(spec: SupervisorSpec, children: Children): number {
  const able = children.filter(({ profile }) => profile.lifeMs !== Infinity);
  const canFailToStart = spec.policy.initialStartFailure === 'fatal' && able.length > 0;
  if (canFailToStart || able.some(({ profile }) => escalates(profile.steps))) return 0;
  return exceedsAfter(spec, children);
}

/** Whether its chains bring it to the step `escalate`. */
function escalates(steps: ReadonlySet<string>): boolean {
  return SEVERITIES.some((severity) => steps.has(`${severity} escalate`));
}

/**
 * The least time from a first fault until the supervisor's intensity is exceeded, whatever its children do;
 * `Infinity` when they cannot exceed it.
 */
export function exceedsAfter({ intensity }: SupervisorSpec, children: Children): number {
  if (intensity === undefined || intensity.maxRestarts === Infinity) return Infinity;
  const afterMs = allTogether(children).soonest(intensity.maxRestarts + 1);
  return afterMs <= intensity.withinMs ? afterMs : Infinity;
}

/** Restarts of all children, before what they share. */
export function allTogether(children: Children): RestartCurve {
  const amounts = new Map<RestartCurve, number>();
  for (const { amount, profile } of children)
    amounts.set(profile.curve, (amounts.get(profile.curve) ?? 0) + amount);
  return together([...amounts].map(([curve, amount]) => times(amount, curve)));
}
