import { TICK } from '../model/fairness.ts';
import { components } from './components.ts';
import { type Explored, wayTo } from './explore.ts';

/** A way on which what is owed never comes: to a point, and round from there for ever; or just staying there. */
export interface Endless {
  readonly way: readonly number[];
  /** Points of the circle, its first one last again; empty when nothing goes on. */
  readonly circle: readonly number[];
}

/** What is assumed of the environment. */
export interface Fairness {
  /** A bit for each class of steps that are not put off for ever. */
  readonly fair: number;
  /** Whether time may pass on the way round. */
  readonly isTimed: boolean;
}

/** Instead of a parent: the debt was made at this point. */
const ROOT = -1;
/** Instead of a parent: no unpaid debt leads to this point. */
const OUTSIDE = -2;

/**
 * Whether whatever is so at some time is otherwise later, however the environment behaves, as long as
 * nothing that stays possible is put off for ever (weak fairness). Among the points in which it has not come
 * about it looks for a set that can be stayed in.
 *
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

/** By point, from which one it was reached without the debt having been paid; {@link ROOT} where it was made. */
function unpaid(
  explored: Explored,
  isOwed: (point: number) => boolean,
  isPaid: (point: number) => boolean,
): Int32Array {
  const { size } = explored.points;
  const parents = new Int32Array(size).fill(OUTSIDE);
  const reached: number[] = [];
  const paid = new Uint8Array(size);
  for (let point = 0; point < size; point += 1) {
    if (isPaid(point)) paid[point] = 1;
    else if (isOwed(point)) {
      parents[point] = ROOT;
      reached.push(point);
    }
  }
  for (const point of reached) reachUnpaid(explored, point, paid, parents, reached);
  return parents;
}

function reachUnpaid(
  { from, to }: Explored,
  point: number,
  paid: Uint8Array,
  parents: Int32Array,
  reached: number[],
): void {
  const end = from.at(point + 1);
  for (let step = from.at(point); step < end; step += 1) {
    const next = to.at(step);
    if (paid[next] === 1 || parents[next] !== OUTSIDE) continue;
    parents[next] = point;
    reached.push(next);
  }
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
  explored: Explored,
  { fair }: Fairness,
  members: readonly number[],
): boolean {
  const inside = new Set(members);
  let always = fair;
  let taken = 0;
  for (const member of members) {
    always &= explored.enabled.at(member);
    taken |= takenInside(explored, inside, member);
  }
  return (always & ~taken) === 0;
}

/** A bit for each class that has a step from this point to one that is inside. */
function takenInside(
  { from, to, fairness }: Explored,
  inside: ReadonlySet<number>,
  point: number,
): number {
  let taken = 0;
  const end = from.at(point + 1);
  for (let step = from.at(point); step < end; step += 1)
    if (inside.has(to.at(step))) taken |= 1 << fairness.at(step);
  return taken;
}

function wayThrough(explored: Explored, parents: Int32Array, last: number): readonly number[] {
  const way: number[] = [];
  let root = last;
  for (; (parents[root] ?? ROOT) >= 0; root = parents[root] ?? ROOT) way.push(root);
  return [...wayTo(explored, root), ...way.toReversed()];
}

/** A short way round, from the first of them; empty when there is none. */
function circleIn(
  explored: Explored,
  fairness: Fairness,
  members: readonly number[],
): readonly number[] {
  const [first = 0] = members;
  const inside = new Set(members);
  const isFollowed = followed(explored, fairness);
  const cameFrom = new Map<number, number>();
  const reached = [first];
  for (const point of reached) {
    if (cameFrom.has(first)) break;
    reachInside(explored, point, inside, isFollowed, cameFrom, reached);
  }
  return unwound(cameFrom, first);
}

function reachInside(
  { from, to }: Explored,
  point: number,
  inside: ReadonlySet<number>,
  isFollowed: (step: number) => boolean,
  cameFrom: Map<number, number>,
  reached: number[],
): void {
  const end = from.at(point + 1);
  for (let step = from.at(point); step < end; step += 1) {
    const next = to.at(step);
    if (!isFollowed(step) || !inside.has(next) || cameFrom.has(next)) continue;
    cameFrom.set(next, point);
    reached.push(next);
  }
}

/** From the first point back to itself, in the order in which the steps are taken. */
function unwound(cameFrom: ReadonlyMap<number, number>, first: number): readonly number[] {
  const last = cameFrom.get(first);
  if (last === undefined) return [];
  const circle = [first];
  for (let point = last; point !== first; point = cameFrom.get(point) ?? first) circle.push(point);
  return [...circle, first].toReversed();
}
