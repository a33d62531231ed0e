import type { Intensity } from '@kintsugi/core';
import { childCurve } from '../child-curve.ts';
import { CLOCK_GRAIN_MS } from '../clock-grain.ts';
import { allTogether, exceedsAfter } from '../giving-up.ts';
import { failsInTime } from '../pattern-reach.ts';
import { type RestartCurve, under, windowCurve } from '../restart-curve.ts';
import type { NodeChild, TreeNode } from '../tree-node.ts';
import type { Finding } from './finding.ts';
import type { Inspected } from './findings.ts';
import { counted } from '../../counted.ts';
import { within } from '../words.ts';

/** Windows that can never be full, and one that is full from the start. */
export function windowFindings({ node }: Inspected): readonly Finding[] {
  return [
    ...sharedIntensity(node),
    ...node.children.flatMap((child) => ownIntensity(node, child)),
    ...longWindow(node),
    ...pattern(node),
  ];
}

const isLimit = (intensity: Intensity | undefined): intensity is Intensity =>
  intensity !== undefined && intensity.maxRestarts !== Infinity;

/** Most restarts in a window, one that is exactly as old included. */
const mostWithin = (curve: RestartCurve, withinMs: number) =>
  curve.mostIn(withinMs + CLOCK_GRAIN_MS);

function sharedIntensity({ spec, children }: TreeNode): readonly Finding[] {
  const { intensity, path } = spec;
  if (!isLimit(intensity)) return [];
  const all = allTogether(children);
  const most = mostWithin(all, intensity.withinMs);
  if (most === 0) return [];
  if (intensity.maxRestarts === 0) return [firstIsFinal(path)];
  if (exceedsAfter(spec, children) !== Infinity) return [];
  return [neverExceeded(path, intensity, most)];
}

function firstIsFinal(path: string): Finding {
  return {
    rule: 'first-crash-is-final',
    severity: 'warning',
    path,
    message: 'intensity.maxRestarts is 0: the first restart of any child makes it give up',
    hint: 'intensity.maxRestarts: 1 or more, or escalate as the first step of the chains, which says the same',
  };
}

function neverExceeded(path: string, { maxRestarts, withinMs }: Intensity, most: number): Finding {
  return {
    rule: 'intensity-never-exceeded',
    severity: 'warning',
    path,
    message: `the intensity ${within(maxRestarts, withinMs)} is never exceeded: other limits allow no more than ${counted(most, 'restart')} in that time`,
    hint: `intensity.maxRestarts: less than ${most}, or no intensity`,
  };
}

function ownIntensity({ spec }: TreeNode, child: NodeChild): readonly Finding[] {
  const { intensity } = child.spec;
  if (!isLimit(intensity) || intensity.maxRestarts === 0 || child.profile.lifeMs === Infinity)
    return [];
  const { lifeMs, steps } = child.profile;
  const without = { ...child.spec, intensity: undefined };
  const curve = childCurve({ supervisor: spec, child: without, lifeMs, steps });
  const most = mostWithin(curve, intensity.withinMs);
  return most > intensity.maxRestarts || most === 0
    ? []
    : [neverExceeded(child.path, intensity, most)];
}

function longWindow({ spec, children }: TreeNode): readonly Finding[] {
  const { restarts, withinMs } = spec.policy.longWindow;
  const { intensity } = spec;
  if (restarts === Infinity) return [];
  const shared = isLimit(intensity) ? [windowCurve(intensity.maxRestarts, intensity.withinMs)] : [];
  const most = Math.max(
    0,
    ...children.map(({ profile: { curve } }) => mostWithin(under([curve, ...shared]), withinMs)),
  );
  if (most === 0 || most >= restarts) return [];
  return [
    {
      rule: 'long-window-never-reached',
      severity: 'info',
      path: spec.path,
      message: `the long window, ${within(restarts, withinMs)}, is never full: other limits allow no child more than ${counted(most, 'restart')} in that time`,
      hint: `policy.longWindow.restarts: at most ${most}, or nothing, when the other limits are meant to come first`,
    },
  ];
}

function pattern({ spec, children }: TreeNode): readonly Finding[] {
  const able = children.filter(({ profile }) => profile.lifeMs !== Infinity);
  const { failures, windowMs } = spec.policy.pattern;
  if (able.length === 0 || able.some((child) => failsInTime(spec, child))) return [];
  return [
    {
      rule: 'pattern-never-reached',
      severity: 'warning',
      path: spec.path,
      message: `the pattern, ${within(failures, windowMs)}, is never full: budgets and waits spread failures wider than that`,
      hint: 'policy.pattern: fewer failures or a longer windowMs; or shorter waits in policy.restart.backoff',
    },
  ];
}
