import type { ChildRecord, Effect } from '@kintsugi/core';
import { specOf } from './failure.ts';
import { stopsAfter } from './order.ts';
import { isEnding, ofOneTurn, type SeenTurn, wanted } from './property.ts';

/** Rule 40. */
export const stopsHaveTheirTime = ofOneTurn(
  'a stop has the time that is granted',
  'A stop is granted what the child is described with, nothing where that or the order is brutal, and no more than whoever stops the supervisor grants; a stop under way is cut short by whoever is in more of a hurry.',
  (turn) => {
    const stopping = [...turn.after.children.values()].filter(({ life }) => life === 'stopping');
    const isTested = stopping.length > 0;
    return { isTested, broken: limitMistaken(turn) ?? firstBroken(turn, stopping) };
  },
);

/** The least that anybody has asked for since the supervisor was told to stop. */
function limitMistaken({ input, before, after }: SeenTurn): string | undefined {
  const asked = input.type === 'supervisor.stop' ? (input.withinMs ?? Infinity) : Infinity;
  const limit = Math.min(before.stopWithinMs, asked);
  return input.type === 'supervisor.start' || after.stopWithinMs === limit
    ? undefined
    : `it grants each stop ${after.stopWithinMs} ms, where ${limit} ms are asked for`;
}

function firstBroken(turn: SeenTurn, stopping: readonly ChildRecord[]): string | undefined {
  for (const effect of wanted(turn, 'stopChild')) {
    const broken = brokenOrder(effect, turn);
    if (broken !== undefined) return broken;
  }
  for (const record of stopping) {
    const broken = brokenDeadline(record, turn);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

type StopOrder = Extract<Effect, { readonly type: 'stopChild' }>;

function brokenOrder({ id, mode, withinMs }: StopOrder, turn: SeenTurn): string | undefined {
  const record = turn.before.children.get(id) ?? turn.after.children.get(id);
  if (record === undefined) return `${id}, which is no child, is stopped`;
  const { shutdown } = specOf(turn.spec, record);
  const isBrutal = shutdown === 'brutal_kill' || isBrutalOrder(turn, id);
  if ((mode === 'brutal_kill') !== isBrutal) return `${id} is to stop by ${mode}`;
  const granted = isBrutal ? 0 : Math.min(shutdown, turn.after.stopWithinMs);
  return withinMs === granted
    ? undefined
    : `${id} is to stop within ${withinMs} ms, and ${granted} ms are granted`;
}

function isBrutalOrder({ input }: SeenTurn, id: string): boolean {
  return input.type === 'command.terminateChild' && input.id === id && input.brutal === true;
}

/** What is remembered of a stop under way is what was ordered, and soon enough for whoever waits for it. */
function brokenDeadline(record: ChildRecord, turn: SeenTurn): string | undefined {
  const { id, stopBy } = record;
  const ordered = orderedBy(id, turn);
  if (ordered !== stopBy)
    return `${id} is to have stopped by ${ordered} ms, and ${stopBy} ms is remembered`;
  const { at } = turn.input;
  return ordered > at + atMost(record, turn) ? `the stop of ${id} is not cut short` : undefined;
}

function orderedBy(id: string, { before, effects, input: { at } }: SeenTurn): number {
  const record = before.children.get(id);
  let by = record?.life === 'stopping' ? record.stopBy : Infinity;
  for (const effect of effects) {
    if (!('id' in effect) || effect.id !== id) continue;
    if (effect.type === 'stopChild') by = at + effect.withinMs;
    else if (effect.type === 'hurryStop') by = Math.min(by, at + effect.withinMs);
  }
  return by;
}

/** Milliseconds from now on, for a stop under way. */
function atMost({ id }: ChildRecord, turn: SeenTurn): number {
  const { after } = turn;
  if (!isEnding(after)) return isBrutalOrder(turn, id) ? 0 : Infinity;
  const isGone = (other: string) => {
    const record = after.children.get(other);
    return record === undefined || (record.state === 'stopped' && record.life === 'none');
  };
  // Others come before it: it is granted its time when the supervisor comes to it.
  return stopsAfter(turn, id).every(isGone) ? after.stopWithinMs : Infinity;
}
