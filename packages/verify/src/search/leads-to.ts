import { TICK } from '../model/fairness.ts';
import { components } from './components.ts';
import type { Explored } from './explore.ts';

/** A way on which what is owed never comes: to a point, and round from there for ever; or just staying there. */
export interface Endless {
  readonly way: readonly number[];
  /** Points of the circle, its first one last again; empty when nothing goes on. */
  readonly circle: readonly number[];
}

/** What is assumed of the environment. */
export interface Fairness {
  readonly fair: number;
  readonly isTimed: boolean;
}

const OUTSIDE = -2;

/**
 * Whether whatever is so at some time is otherwise later, however the environment behaves, as long as
 * nothing that stays possible is put off for ever (weak fairness). Among the points in which it has not come
 * about it looks for a set that can be stayed in.
 *
 * @param system.fair - a bit for each class of steps that are not put off for ever
 * @param system.isTimed - whether time may pass on the way round
 * @param isOwed - whether something is owed at this point; in no other the search begins
 * @param isPaid - whether it has come about
 */
export function endlessDebt(
  explored: Explored,
  fairness: Fairness,
  isOwed: (point: number) => boolean,
  isPaid: (point: number) => boolean,
): Endless | undefined {
  const parents = unpaid(explored, isOwed, isPaid);
  const found = componentThatStays(explored, fairness, parents);
  if (found === undefined) return undefined;
  const [first = 0] = found;
  return { way: wayThrough(explored, parents, first), circle: circleIn(explored, fairness, found) };
}

/** By point, from which one it was reached without the debt having been paid; -1 where the debt was made. */
function unpaid(
  { points, from, to }: Explored,
  isOwed: (point: number) => boolean,
  isPaid: (point: number) => boolean,
): Int32Array {
  const parents = new Int32Array(points.size).fill(OUTSIDE);
  const reached: number[] = [];
  const paid = new Uint8Array(points.size);
  for (let point = 0; point < points.size; point += 1) {
    if (isPaid(point)) paid[point] = 1;
    else if (isOwed(point)) {
      parents[point] = -1;
      reached.push(point);
    }
  }
  for (const point of reached)
    for (let step = from.at(point); step < from.at(point + 1); step += 1) {
      const next = to.at(step);
      if (paid[next] === 1 || parents[next] !== OUTSIDE) continue;
      parents[next] = point;
      reached.push(next);
    }
  return parents;
}

function componentThatStays(
  explored: Explored,
  fairness: Fairness,
  parents: Int32Array,
): readonly number[] | undefined {
  const isInside = (point: number) => parents[point] !== OUTSIDE;
  const isFollowed = followed(explored, fairness);
  for (const members of components(explored, isInside, isFollowed))
    if (canBeStayedIn(explored, fairness, members)) return members;
  return undefined;
}

function followed({ fairness }: Explored, { isTimed }: Fairness): (step: number) => boolean {
  return isTimed ? () => true : (step) => fairness.at(step) !== TICK;
}

/** Each fair class is taken inside, or is not possible somewhere: then nobody breaks the circle. */
function canBeStayedIn(
  { from, to, fairness, enabled }: Explored,
  { fair }: Fairness,
  members: readonly number[],
): boolean {
  let always = fair;
  for (const member of members) always &= enabled.at(member);
  const inside = new Set(members);
  let taken = 0;
  for (const member of members)
    for (let step = from.at(member); step < from.at(member + 1); step += 1)
      if (inside.has(to.at(step))) taken |= 1 << fairness.at(step);
  return (always & ~taken) === 0;
}

function wayThrough(explored: Explored, parents: Int32Array, last: number): readonly number[] {
  const way: number[] = [];
  let point = last;
  for (; (parents[point] ?? -1) >= 0; point = parents[point] ?? -1) way.push(point);
  const { foundFrom } = explored;
  for (; point !== -1; point = foundFrom.at(point)) way.push(point);
  return way.toReversed();
}

/** A short way round, from the first of them. */
function circleIn(
  explored: Explored,
  fairness: Fairness,
  members: readonly number[],
): readonly number[] {
  const { from, to } = explored;
  const isFollowed = followed(explored, fairness);
  const [first = 0] = members;
  const inside = new Set(members);
  const cameFrom = new Map<number, number>();
  const reached = [first];
  for (const point of reached)
    for (let step = from.at(point); step < from.at(point + 1); step += 1) {
      if (!isFollowed(step)) continue;
      const next = to.at(step);
      if (next === first) return unwound(cameFrom, first, point);
      if (!inside.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, point);
      reached.push(next);
    }
  return [];
}

function unwound(
  cameFrom: ReadonlyMap<number, number>,
  first: number,
  last: number,
): readonly number[] {
  const circle = [first];
  for (let point = last; point !== first; point = cameFrom.get(point) ?? first) circle.push(point);
  return circle.toReversed();
}
