import type { Intensity } from '@kintsugi/core';
import type { Bound } from './analysis.ts';
import { busiestSpan } from './busiest-span.ts';
import { incidentLimits, restartsAtOnce } from './child-curve.ts';
import { allTogether } from './giving-up.ts';
import { endsInLongWindow, spendsLongWindow } from './long-window-reach.ts';
import { pausesPerHour } from './pauses-per-hour.ts';
import { type RestartCurve, under, windowCurve } from './restart-curve.ts';
import type { NodeChild, Profile, TreeNode } from './tree-node.ts';

const HOUR_MS = 3_600_000;

/** What a supervisor and its children come to within an hour. */
export interface HourlyRestarts {
  /** Restarts that it orders. */
  readonly ordered: Bound;
  /** Starts of each child after its first, in start order. */
  readonly ofChildren: readonly Bound[];
  /** Starts of all its services after their first. */
  readonly ofServices: Bound;
}

/**
 * The most restarts within an hour.
 *
 * @param startsAgain - how often the supervisor itself is started again in that hour: each time with full budgets
 */
export function hourlyRestarts(node: TreeNode, startsAgain: number): HourlyRestarts {
  const hour = { node, startsAgain, limits: sharedLimits(node), known: new Map() };
  const ordered = orderedRestarts(hour);
  const ofChildren = node.children.map((child) => startsOf(hour, child, ordered));
  return { ordered, ofChildren, ofServices: ofServices(hour, ofChildren, ordered) };
}

interface Hour {
  readonly node: TreeNode;
  readonly startsAgain: number;
  readonly limits: readonly Intensity[];
  /** Of children that are alike it is reckoned once. */
  readonly known: Map<Profile, Bound>;
}

function sharedLimits({ spec: { intensity } }: TreeNode): readonly Intensity[] {
  return intensity === undefined || intensity.maxRestarts === Infinity ? [] : [intensity];
}

const shared = ({ limits }: Hour, curve: RestartCurve) =>
  under([curve, ...limits.map((each) => windowCurve(each.maxRestarts, each.withinMs))]);

const mostOf = ({ startsAgain }: Hour, curve: RestartCurve) =>
  curve.mostIn(HOUR_MS, startsAgain + 1);

/** Of one child by its own faults. */
function ownRestarts(hour: Hour, child: NodeChild): Bound {
  const known = hour.known.get(child.profile) ?? reckoned(hour, child);
  hour.known.set(child.profile, known);
  return known;
}

function reckoned(hour: Hour, child: NodeChild): Bound {
  const atMost = mostOf(hour, shared(hour, child.profile.curve));
  if (atMost === 0) return { atMost, isReached: true };
  const isPlain = hour.startsAgain === 0 && child.below === undefined;
  return { atMost, isReached: isPlain && isComeTo(hour, child, atMost) };
}

function isComeTo(
  hour: Hour,
  { spec: child, profile: { lifeMs, curve } }: NodeChild,
  most: number,
) {
  const { node, limits } = hour;
  const { spec: supervisor } = node;
  if (!restartsAtOnce({ supervisor, child })) return false;
  if (most === Infinity) return true;
  const { intensity } = child;
  const all = intensity === undefined ? limits : [...limits, intensity];
  if (endsInLongWindow({ supervisor, child }, shared(hour, curve)))
    return all.length === 0 && spendsLongWindow({ supervisor, lifeMs }, most, HOUR_MS);
  // What its incidents alone allow has a schedule that comes to it.
  if (all.length === 0) return true;
  return busiestSpan(incidentLimits({ supervisor, lifeMs }), all, HOUR_MS, most) >= most;
}

function orderedRestarts(hour: Hour): Bound {
  const { node, limits } = hour;
  const { children } = node;
  const atMost = mostOf(hour, shared(hour, allTogether(children)));
  const own = children.map((child) => ownRestarts(hour, child));
  const isOneEnough = own.some((each) => each.isReached && each.atMost === atMost);
  const isIndependent = limits.length === 0 && !cyclesSiblings(node);
  const areAll = isIndependent && own.every((each) => each.isReached);
  return { atMost, isReached: isOneEnough || areAll || atMost === 0 };
}

function cyclesSiblings({ spec: { strategy } }: TreeNode): boolean {
  return strategy === 'one_for_all' || strategy === 'rest_for_one';
}

/** By its own faults, with its siblings, with its supervisor, and when a dependency that it has waited for is back. */
function startsOf(hour: Hour, child: NodeChild, ordered: Bound): Bound {
  const within = withSiblings(hour, child, ordered);
  const others = fromOutside(hour, child);
  return { atMost: within.atMost + others, isReached: within.isReached && others === 0 };
}

function fromOutside({ node, startsAgain }: Hour, child: NodeChild): number {
  // Instances do not outlive their supervisor.
  const isInstance = node.spec.strategy === 'simple_one_for_one';
  const paused = product(startsAgain + 1, pausesPerHour(node, child));
  return (isInstance ? 0 : startsAgain) + paused;
}

function withSiblings(hour: Hour, child: NodeChild, ordered: Bound): Bound {
  const { node } = hour;
  // A group restart removes a temporary child.
  if (child.spec.restart === 'temporary' || !cyclesSiblings(node)) return ownRestarts(hour, child);
  if (node.spec.strategy === 'one_for_all') return ordered;
  const before = node.children.slice(0, node.children.indexOf(child) + 1);
  const atMost = mostOf(hour, shared(hour, allTogether(before)));
  const isOneEnough = before.some((each) => {
    const own = ownRestarts(hour, each);
    return own.isReached && own.atMost === atMost;
  });
  return { atMost, isReached: isOneEnough };
}

/** Each by itself, but together no more than the supervisor orders. */
function ofServices(hour: Hour, ofChildren: readonly Bound[], ordered: Bound): Bound {
  const { children } = hour.node;
  const services = children.flatMap((child, index): readonly Started[] => {
    const starts = ofChildren[index];
    return child.below === undefined && starts !== undefined ? [{ child, starts }] : [];
  });
  const alone = sum(services.map(({ child, starts }) => product(child.amount, starts.atMost)));
  const together = startsTogether(hour, services, ordered.atMost);
  const atMost = Math.min(alone, together);
  const isReached =
    (atMost === alone && areIndependent(hour, services)) ||
    (atMost === together && comesToThat(hour, ofChildren, ordered));
  return { atMost, isReached: atMost === 0 || isReached };
}

interface Started {
  readonly child: NodeChild;
  readonly starts: Bound;
}

/** A group restart brings all of them with it. */
function startsTogether(hour: Hour, services: readonly Started[], ordered: number): number {
  const cycled = services.filter(({ child }) => child.spec.restart !== 'temporary').length;
  const outside = services.map(({ child }) => product(child.amount, fromOutside(hour, child)));
  return product(cyclesSiblings(hour.node) ? cycled : 1, ordered) + sum(outside);
}

/** Whether all of them can be restarted as often as each can by itself. */
function areIndependent({ node, limits }: Hour, services: readonly Started[]): boolean {
  const isShared = limits.length > 0 || cyclesSiblings(node);
  return !isShared && services.every(({ starts }) => starts.isReached);
}

/** Whether all that it orders can be ordered for a service, with all others in tow. */
function comesToThat(hour: Hour, [first]: readonly Bound[], ordered: Bound): boolean {
  const { node } = hour;
  if (node.children.some((child) => fromOutside(hour, child) > 0)) return false;
  const areServices = node.children.every(({ below }) => below === undefined);
  const isFirst = first?.isReached === true && first.atMost === ordered.atMost;
  return ordered.isReached && areServices && (node.spec.strategy !== 'rest_for_one' || isFirst);
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);

/** Infinitely many instances that are never restarted are never restarted. */
function product(amount: number, each: number): number {
  return each === 0 ? 0 : amount * each;
}
