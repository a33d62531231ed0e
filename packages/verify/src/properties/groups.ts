import type { Effect, SupervisorSpec } from '@kintsugi/core';
import { failureIn, isLeftAlone, specOf } from './failure.ts';
import { isDown, orderOf } from './order.ts';
import { childOf, isEnding, type SeenTurn, told, type TurnProperty, wanted } from './property.ts';

/** A restart that was granted. */
interface Cycle {
  readonly culprit: string;
  readonly members: readonly string[];
  /** Of those, whose lives have not ended since. */
  readonly owed: readonly string[];
}

/** Rules 29 to 32, and 47 for those who pause. */
export const groupIsExact: TurnProperty<Cycle | null> = {
  name: 'who fails is restarted with its group, and with nobody else',
  demands:
    'A restart ends the lives of the child itself, of all, or of it and those behind it, as the strategy says, before one of them is started again, and no other life.',
  begin: () => null,
  see(known, turn) {
    const cycle = cycleAfter(known, turn);
    const early = cycle && startedEarly(cycle, turn);
    const other = turn.effects.find((effect) => isOfNoGroup(effect, cycle ?? known, turn));
    return {
      memory: cycle && isOver(cycle, turn) ? null : cycle,
      isTested: cycle !== null && turn.before.children.size > 1,
      broken:
        early ?? (other && 'id' in other ? `${other.id} is cycled, and is no member` : undefined),
    };
  },
};

function cycleAfter(known: Cycle | null, turn: SeenTurn): Cycle | null {
  const culprit = failureIn(turn)?.id;
  const isGranted = told(turn, 'child.restarting').some((event) => childOf(event) === culprit);
  if (culprit === undefined || !isGranted) return known && stillOwed(known, turn);
  const members = groupOf(turn, culprit);
  // Each by itself, as many at a time as there are: that no life is left of it is asked elsewhere.
  if (!CYCLES.has(turn.spec.strategy)) return { culprit, members, owed: [] };
  const living = members.filter((id) => lives(turn, id));
  return {
    culprit,
    members: union(members, known?.members),
    owed: union(living, known && stillOwed(known, turn).owed),
  };
}

function union(ids: readonly string[], others: readonly string[] | null = []): readonly string[] {
  return [...new Set([...ids, ...(others ?? [])])].toSorted();
}

/** By the strategy alone, in the order of the description. */
function groupOf(turn: SeenTurn, culprit: string): readonly string[] {
  const order = orderOf(turn);
  return GROUP_OF[turn.spec.strategy](order, culprit);
}

const CYCLES: ReadonlySet<string> = new Set(['one_for_all', 'rest_for_one']);

const GROUP_OF: Readonly<
  Record<SupervisorSpec['strategy'], (order: readonly string[], id: string) => readonly string[]>
> = {
  one_for_one: (_, id) => [id],
  simple_one_for_one: (_, id) => [id],
  one_for_all: (order) => order,
  rest_for_one: (order, id) => order.slice(order.indexOf(id)),
};

/** Whether it has a life that the group must end. */
function lives({ after }: SeenTurn, id: string): boolean {
  const record = after.children.get(id);
  return record !== undefined && record.life !== 'none' && !isLeftAlone(record);
}

function stillOwed(cycle: Cycle, { input, after }: SeenTurn): Cycle {
  const isLifeOver = input.type === 'report.stopped' || input.type === 'report.stopOverdue';
  const owed = cycle.owed.filter((id) => {
    const life = after.children.get(id)?.life ?? 'none';
    return life !== 'none' && !(isLifeOver && input.id === id && life !== 'stopping');
  });
  return { ...cycle, owed };
}

function startedEarly({ members, owed }: Cycle, turn: SeenTurn): string | undefined {
  const [first] = owed;
  if (first === undefined) return undefined;
  const started = wanted(turn, 'startChild').find(({ id }) => {
    const state = turn.after.children.get(id)?.state;
    return members.includes(id) && (state === 'restarting' || state === 'starting');
  });
  return started && `${started.id} is started, and ${first} was not stopped with it`;
}

/** Whether it cycles somebody who has not failed now, who is no member, and whose dependencies are there. */
function isOfNoGroup(effect: Effect, cycle: Cycle | null, turn: SeenTurn): boolean {
  const cycles =
    (effect.type === 'tell' && effect.event === 'service.restart') ||
    (effect.type === 'stopChild' && effect.mode === 'restart');
  if (!cycles || isOwn(effect.id, turn)) return false;
  return cycle?.members.includes(effect.id) !== true && !isPaused(effect.id, turn);
}

function isOwn(id: string, { input }: SeenTurn): boolean {
  return 'id' in input && input.id === id;
}

function isPaused(id: string, turn: SeenTurn): boolean {
  const record = turn.after.children.get(id);
  if (record === undefined) return false;
  const { dependsOn, pausesWithDependency } = specOf(turn.spec, record);
  return pausesWithDependency && dependsOn.some((other) => isDown(turn, other));
}

/** Nothing of it is left to come; or whose restart it was is not to be restarted any more. */
function isOver({ culprit, owed }: Cycle, { after }: SeenTurn): boolean {
  if (isEnding(after)) return true;
  const isCalledOff = after.children.get(culprit)?.state !== 'restarting';
  return after.group === undefined && (owed.length === 0 || isCalledOff);
}
