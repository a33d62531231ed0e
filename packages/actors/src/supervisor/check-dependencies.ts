import { invalidOption, type Strategy } from '@kintsugi/core';
import type { Policy } from '../policy/policy.ts';
import type { Child } from '../service/child.ts';

/**
 * Refuses dependencies that cannot be kept.
 *
 * @throws InvalidOptionError for a strategy that has an order of its own, an unknown sibling, a circle
 * (naming it), or a policy without the restart by which a paused child comes back
 */
export function checkDependencies(
  option: string,
  children: readonly Child[],
  { strategy, policy }: { readonly strategy: Strategy; readonly policy: Policy<string> },
): void {
  const ids = new Set(children.map(({ id }) => id));
  for (const [index, child] of children.entries()) {
    if (child.spec.dependsOn.length === 0) continue;
    const at = `${option}.children[${index}].dependsOn`;
    if (strategy !== 'one_for_one')
      throw invalidOption(
        at,
        `absent under ${strategy}: order is the strategy's there`,
        child.spec.dependsOn,
      );
    const unknown = child.spec.dependsOn.find((id) => !ids.has(id));
    if (unknown !== undefined)
      throw invalidOption(at, `ids of siblings: ${[...ids].join(', ')}`, unknown);
    requireRestart(at, child, policy);
  }
  const circle = circleIn(children);
  if (circle !== undefined)
    throw invalidOption(`${option}.children`, 'free of circles in dependsOn', circle.join(' → '));
}

/** @throws InvalidOptionError when a child is to be paused by a policy that cannot bring it back */
export function requireRestart(option: string, { spec }: Child, policy: Policy<string>): void {
  const canRestart = policy.chart.next('running', 'service.restart') !== undefined;
  if (spec.pausesWithDependency && !canRestart)
    throw invalidOption(
      option,
      'without "pause" under a policy that has no step "restart"',
      'pause',
    );
}

/** Ids along a circle, the first again at its end. Without recursion: a chain may be long. */
function circleIn(children: readonly Child[]): readonly string[] | undefined {
  const dependenciesOf = new Map(children.map(({ id, spec }) => [id, spec.dependsOn]));
  const done = new Set<string>();
  for (const { id } of children) {
    const circle = circleFrom(id, dependenciesOf, done);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function circleFrom(
  start: string,
  dependenciesOf: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): readonly string[] | undefined {
  const path: { readonly id: string; readonly left: string[] }[] = [];
  const onPath = new Set<string>();
  const enter = (id: string) => {
    path.push({ id, left: [...(dependenciesOf.get(id) ?? [])] });
    onPath.add(id);
  };
  enter(start);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.left.pop();
    if (next === undefined) {
      done.add(top.id);
      onPath.delete(top.id);
      path.pop();
    } else if (onPath.has(next)) {
      const ids = path.map(({ id }) => id);
      return [...ids.slice(ids.indexOf(next)), next];
    } else if (!done.has(next)) enter(next);
  }
  return undefined;
}
