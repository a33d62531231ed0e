import { invalidOption } from '@kintsugi/core';
import type { Child } from '../service/child.ts';
import type { SupervisorDefinition } from './definition.ts';

/** A child as far as it matters who depends on whom. */
type Dependent = Pick<Child, 'id' | 'spec'>;

type Rules = Pick<SupervisorDefinition, 'strategy' | 'policy'>;

/**
 * Refuses dependencies that cannot be kept.
 *
 * @throws InvalidOptionError for a strategy that has an order of its own, an unknown sibling, a circle
 * (naming it), or a policy without the restart by which a paused child comes back
 */
export function checkDependencies(
  option: string,
  children: readonly Dependent[],
  rules: Rules,
): void {
  if (children.every(({ spec }) => spec.dependsOn.length === 0)) return;
  const siblings = new Map(children.map((child) => [child.id, child]));
  const done = new Set<string>();
  for (const [index, child] of children.entries()) {
    const at = `${option}.children[${index}].dependsOn`;
    checkDependent(at, child, siblings, rules);
    refuseCircle(at, child, siblings, done);
  }
}

/**
 * {@link checkDependencies} for a child that is added to these. It may close a circle: a sibling may
 * depend on one of its name that was there before.
 */
export function checkNewDependent(
  option: string,
  child: Dependent,
  siblings: ReadonlyMap<string, Dependent>,
  rules: Rules,
): void {
  checkDependent(option, child, siblings, rules);
  refuseCircle(option, child, siblings, new Set());
}

/** So many names are enough to see which was meant. */
const MOST_NAMED = 20;

function checkDependent(
  option: string,
  { spec: { dependsOn, pausesWithDependency } }: Dependent,
  siblings: ReadonlyMap<string, Dependent>,
  { strategy, policy }: Rules,
): void {
  if (dependsOn.length === 0) return;
  if (strategy !== 'one_for_one')
    throw invalidOption(
      option,
      `absent under ${strategy}: order is the strategy's there`,
      dependsOn,
    );
  const unknown = dependsOn.find((id) => !siblings.has(id));
  const named = () => [...siblings.keys()].slice(0, MOST_NAMED).join(', ');
  if (unknown !== undefined) throw invalidOption(option, `ids of siblings: ${named()}`, unknown);
  const canRestart = policy.chart.next('running', 'service.restart') !== undefined;
  if (pausesWithDependency && !canRestart)
    throw invalidOption(
      option,
      'without "pause" under a policy that has no step "restart"',
      'pause',
    );
}

function refuseCircle(
  option: string,
  child: Dependent,
  siblings: ReadonlyMap<string, Dependent>,
  done: Set<string>,
): void {
  const circle = circleFrom(child, siblings, done);
  if (circle !== undefined) throw invalidOption(option, 'free of circles', circle.join(' → '));
}

/** Ids along a circle, the first again at its end. Without recursion: a chain may be long. */
function circleFrom(
  start: Dependent,
  siblings: ReadonlyMap<string, Dependent>,
  done: Set<string>,
): readonly string[] | undefined {
  const path: { readonly id: string; readonly left: string[] }[] = [];
  const onPath = new Set<string>();
  const enter = (id: string) => {
    const { spec } = (id === start.id ? start : siblings.get(id)) ?? {};
    path.push({ id, left: [...(spec?.dependsOn ?? [])] });
    onPath.add(id);
  };
  if (!done.has(start.id)) enter(start.id);
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
