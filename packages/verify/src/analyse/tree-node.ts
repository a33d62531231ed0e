import type { SupervisorDescription } from '@kintsugi/actors';
import { type ChildSpec, pathOf, type SupervisorSpec } from '@kintsugi/core';
import { childCurve } from './child-curve.ts';
import { givesUpAfter } from './giving-up.ts';
import { reachableSteps } from './reachable-steps.ts';
import { NO_RESTARTS, type RestartCurve } from './restart-curve.ts';

/** A supervisor, and what is below it. */
export interface TreeNode {
  readonly spec: SupervisorSpec;
  /** In start order; of a dynamic supervisor the template, as `*`. */
  readonly children: readonly NodeChild[];
  /** Least time from its start until it can give up, in milliseconds: a bound; `Infinity` when nothing makes it. */
  readonly givesUpAfterMs: number;
  /** The same until it can end by itself, also by auto shutdown. */
  readonly endsAfterMs: number;
}

/** A child of a supervisor. */
export interface NodeChild {
  readonly id: string;
  readonly path: string;
  readonly spec: ChildSpec;
  /** How many of it there can be: more than one only of a template. */
  readonly amount: number;
  /** When it is a supervisor. */
  readonly below: TreeNode | undefined;
  /** What follows from its spec; one object for all siblings that are alike, so that it is reckoned once. */
  readonly profile: Profile;
}

/** What the arithmetic knows of a child. */
export interface Profile {
  /** Least time from its start until it can fail, in milliseconds; `Infinity` for a supervisor that never ends by itself. */
  readonly lifeMs: number;
  /** The steps that some sequence of faults brings it to, each as `SEVERITY step`. */
  readonly steps: ReadonlySet<string>;
  /** Its restarts for its own faults, before what it shares with its siblings. */
  readonly curve: RestartCurve;
}

/** The root of a described tree, with everything below it in its place. */
export function treeNode(descriptions: readonly SupervisorDescription[]): TreeNode {
  return nodeAt(new Map(descriptions.map((each) => [each.spec.path, each])), '');
}

type ByPath = ReadonlyMap<string, SupervisorDescription>;

function nodeAt(byPath: ByPath, path: string): TreeNode {
  const found = byPath.get(path);
  if (found === undefined) throw new Error(`no supervisor is described at "${path}"`);
  const { spec, template } = found;
  const named = spec.children.map((child) => ({ ...child, amount: 1 }));
  const instances =
    template === undefined ? [] : [{ id: '*', spec: template, amount: spec.maxChildren }];
  const profiles = new Map<string, Profile>();
  const children = [...named, ...instances].map((child): NodeChild => {
    const at = pathOf(spec, child.id);
    const below = child.spec.kind === 'supervisor' ? nodeAt(byPath, at) : undefined;
    const profile = profileOf(spec, child.spec, below, profiles);
    return { ...child, path: at, below, profile };
  });
  const givesUpAfterMs = givesUpAfter(spec, children);
  const canShutDown = children.some((child) => child.spec.significant);
  return { spec, children, givesUpAfterMs, endsAfterMs: canShutDown ? 0 : givesUpAfterMs };
}

function profileOf(
  supervisor: SupervisorSpec,
  child: ChildSpec,
  below: TreeNode | undefined,
  known: Map<string, Profile>,
): Profile {
  const lifeMs = below?.endsAfterMs ?? 0;
  const key = keyOf(child, lifeMs);
  const before = known.get(key);
  if (before !== undefined) return before;
  const isFallible = lifeMs !== Infinity;
  const steps = isFallible ? reachableSteps(supervisor.policy, child) : new Set<string>();
  const curve = isFallible ? childCurve({ supervisor, child, lifeMs, steps }) : NO_RESTARTS;
  const profile = { lifeMs, steps, curve };
  known.set(key, profile);
  return profile;
}

/** Whom it depends on says nothing of how it is restarted. */
function keyOf({ dependsOn: _dependsOn, intensity, ...rest }: ChildSpec, lifeMs: number): string {
  const { maxRestarts, withinMs } = intensity ?? {};
  return [...Object.values(rest), maxRestarts, withinMs, lifeMs].join();
}
