import type { SupervisorSpec } from '@kintsugi/core';
import { TICK_MS } from '../model/abstract-time.ts';
import { toldTo } from './failure.ts';
import type { SeenTurn } from './property.ts';

/** What is remembered of each child; in the order of the ids, so that the same is the same text. */
export type ByChild<Known> = Readonly<Record<string, Known>>;

/** What is remembered of this child, and not what every object has under its name. */
export function remembered<Known>(memory: ByChild<Known>, id: string): Known | undefined {
  return Object.hasOwn(memory, id) ? memory[id] : undefined;
}

/** With something else remembered of this child. */
export function remembering<Known>(
  memory: ByChild<Known>,
  id: string,
  known: Known,
): ByChild<Known> {
  const entries = Object.entries({ ...memory, [id]: known });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Rule 38: an order begins a new life without a past; who is no child any more has none. */
export function withoutPast<Known>(memory: ByChild<Known>, turn: SeenTurn): ByChild<Known> {
  if (turn.input.type === 'supervisor.start') return {};
  return Object.fromEntries(Object.entries(memory).filter(([id]) => !beginsAnew(turn, id)));
}

function beginsAnew(turn: SeenTurn, id: string): boolean {
  const { input, after } = turn;
  if (!after.children.has(id)) return true;
  const isOrder = input.type === 'command.restartChild' || input.type === 'command.recover';
  return isOrder && input.id === id && toldTo(turn, id).length > 0;
}

/** Ages in ticks, the oldest first. */
export type Ages = readonly number[];

/** Those that still count, and one more, of which no more than `most` are of any matter. */
export function withOneMore(ages: Ages, most: number): Ages {
  return most === Infinity || most <= 0 ? [] : [...ages, 0].slice(-most);
}

/** A tick later: those that are beyond the window are forgotten; in one without an end nothing gets old. */
export function aTickOlder(ages: Ages, withinMs: number): Ages {
  if (withinMs === Infinity) return ages;
  return ages.map((age) => age + 1).filter((age) => age * TICK_MS <= withinMs);
}

/** The same for everything that is remembered of each child. */
export function everyChild<Known>(
  memory: ByChild<Known>,
  older: (known: Known, id: string) => Known,
): ByChild<Known> {
  return Object.fromEntries(Object.entries(memory).map(([id, known]) => [id, older(known, id)]));
}

/** The period of a child's own intensity: milliseconds. */
export function ownPeriodMs({ children }: SupervisorSpec, id: string): number {
  return children.find((child) => child.id === id)?.spec.intensity?.withinMs ?? Infinity;
}
