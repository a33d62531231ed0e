import type { ChildRecord } from '@kintsugi/core';
import { isParked } from './failure.ts';
import {
  childOf,
  isEnding,
  type MustBeGone,
  ofOneTurn,
  type SeenTurn,
  told,
  type TurnProperty,
  wanted,
} from './property.ts';

/** Rules 29 and 40. */
export const stopsInReverse = ofOneTurn(
  'children stop in reverse order',
  'A child that is stopped with its group, or with its supervisor, is stopped when those behind it are gone.',
  (turn) => {
    // One that is parked is stopped for that, whatever becomes of its supervisor by it.
    const stopped = wanted(turn, 'stopChild')
      .map(({ id }) => id)
      .filter((id) => !isParked(turn, id));
    const gone = stopped.flatMap((id) => behind(turn, id));
    return { isTested: gone.some(({ others }) => others.length > 0), gone };
  },
);

function behind(turn: SeenTurn, id: string): readonly MustBeGone[] {
  const { after, spec } = turn;
  if (isEnding(after)) return [{ id, others: stopsAfter(turn, id) }];
  const isSideBySide = spec.strategy === 'simple_one_for_one' || after.dependants.size > 0;
  if (isSideBySide || !isCycled(turn, id)) return [];
  return [{ id, others: idsAfter(turn, id).filter((other) => !isApart(turn, other)) }];
}

/** Of the children that there are, those after which this one is stopped with its supervisor. */
export function stopsAfter(turn: SeenTurn, id: string): readonly string[] {
  const { after, spec } = turn;
  if (spec.strategy === 'simple_one_for_one') return [];
  const isSideBySide = after.dependants.size > 0;
  const others = isSideBySide ? [...(after.dependants.get(id) ?? [])] : idsAfter(turn, id);
  return others.filter((other) => after.children.has(other));
}

function isCycled(turn: SeenTurn, id: string): boolean {
  // One that a person stops does not wait for its turn.
  if (turn.after.children.get(id)?.state === 'stopping') return false;
  const isCulprit = turn.after.group?.culprit === id && turn.after.group.phase !== 'starting';
  return isCulprit || told(turn, 'child.cycled').some((event) => childOf(event) === id);
}

/** Parked, degraded, or stopped by a person: a group leaves it alone. */
function isApart({ before, after }: SeenTurn, id: string): boolean {
  const states = [before, after].map(({ children }) => children.get(id)?.state ?? 'stopped');
  return states.some((state) => APART.has(state));
}

const APART: ReadonlySet<string> = new Set(['failed', 'degraded', 'stopping', 'stopped']);

/** In the order of the description, whatever order the supervisor believes in; who came later is behind. */
export function orderOf({ spec, after }: SeenTurn): readonly string[] {
  const described = spec.children.map(({ id }) => id);
  return [...described, ...[...after.children.keys()].filter((id) => !described.includes(id))];
}

function idsAfter(turn: SeenTurn, id: string): readonly string[] {
  const order = orderOf(turn);
  return order.slice(order.indexOf(id) + 1);
}

/** Rules 24 and 29. The memory: while the supervisor starts up, who has come to rest since it began. */
export const startsInOrder: TurnProperty<readonly string[]> = {
  name: 'children start in order',
  demands:
    'A child that is started with its group, or with its supervisor, is started when those before it have come to rest.',
  begin: () => [],
  see(rested, turn) {
    const memory = restedAfter(rested, turn);
    if (!isWalk(turn)) return { memory };
    const [first, ...others] = wanted(turn, 'startChild').filter(({ id }) => isMember(turn, id));
    if (first === undefined) return { memory };
    const early = [first, ...others].flatMap(({ id }) => membersBefore(turn, id));
    const unrested = early.find((child) => !hasRested(child) && !memory.includes(child.id));
    const broken = unrested && `${first.id} is started while ${unrested.id} is ${unrested.state}`;
    return { memory, isTested: early.length > 0, broken };
  },
};

/** Whether a group is started, or was until now, one child after the other. */
function isWalk({ before, after, spec }: SeenTurn): boolean {
  const isGroup = after.group !== undefined || before.group !== undefined;
  return isGroup && after.dependants.size === 0 && spec.strategy !== 'simple_one_for_one';
}

function restedAfter(rested: readonly string[], { input, after }: SeenTurn): readonly string[] {
  if (after.state !== 'starting') return [];
  const known = input.type === 'supervisor.start' ? [] : rested;
  const now = [...after.children.values()].filter(hasRested);
  return [...new Set([...known, ...now.map(({ id }) => id)])].toSorted();
}

/** Whether this child is started with its group, or with its supervisor, and not by itself. */
function isMember(turn: SeenTurn, id: string): boolean {
  const record = turn.after.children.get(id);
  return record !== undefined && isOnItsWay(record) && record.order >= groupFrom(turn);
}

function isOnItsWay({ state }: ChildRecord): boolean {
  return state === 'starting' || state === 'restarting';
}

function groupFrom({ after, before }: SeenTurn): number {
  return (after.group ?? before.group)?.from ?? 0;
}

function membersBefore(turn: SeenTurn, id: string): readonly ChildRecord[] {
  const order = orderOf(turn);
  const from = groupFrom(turn);
  return order
    .slice(0, order.indexOf(id))
    .flatMap((other) => turn.after.children.get(other) ?? [])
    .filter((child) => child.order >= from);
}

function hasRested(child: ChildRecord): boolean {
  return !isOnItsWay(child) || child.phase === 'waitingForDependency';
}

/** Rules 47 and following. */
export const dependenciesAreUp = ofOneTurn(
  'a child that pauses starts only when its dependencies are up',
  'A child with whenDependencyDown "pause" is started only when none of its dependencies is down.',
  (turn) => {
    const started = new Set(wanted(turn, 'startChild').map(({ id }) => id));
    const watched = turn.spec.children.filter(
      ({ id, spec }) => started.has(id) && spec.pausesWithDependency && spec.dependsOn.length > 0,
    );
    const wrong = watched.find(({ spec }) => spec.dependsOn.some((id) => isDown(turn, id)));
    return {
      isTested: watched.length > 0,
      broken: wrong && `${wrong.id} is started while a dependency of it is down`,
    };
  },
);

const DOWN: ReadonlySet<string> = new Set(['degraded', 'failed', 'stopped']);

export function isDown({ after }: SeenTurn, id: string): boolean {
  const record = after.children.get(id);
  if (record === undefined) return true;
  if (record.state === 'stopped' && record.life !== 'none') return false;
  return DOWN.has(record.state) || record.phase === 'waitingForDependency';
}
