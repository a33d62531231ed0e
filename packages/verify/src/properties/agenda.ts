import type { ChildRecord, Effect, TimerKind } from '@kintsugi/core';
import { ofOneTurn, type SeenTurn } from './property.ts';

/** The model takes the deadlines from the state, the runtime from the effects: both must be the same. */
export const agendaIsKept = ofOneTurn(
  'the agenda holds what is remembered',
  'A deadline that the supervisor remembers has been set, at that instant; one that it has forgotten has been taken back.',
  (turn) => {
    const changes = turn.effects.filter(isOfAgenda);
    const ids = [...idsOf(turn)];
    const broken = ids
      .filter((id) => mayHaveChanged(id, turn, changes))
      .map((id) => brokenFor(id, turn, changes))
      .find((text) => text !== undefined);
    return { isTested: changes.length > 0, broken };
  },
);

/** Of whoever is a child now, or was one until now. */
export function idsOf({ before, after }: SeenTurn): ReadonlySet<string> {
  return new Set([...before.children.keys(), ...after.children.keys()]);
}

type Change = Extract<Effect, { readonly type: 'schedule' | 'cancel' }>;

function isOfAgenda(effect: Effect): effect is Change {
  return effect.type === 'schedule' || effect.type === 'cancel';
}

function mayHaveChanged(
  id: string,
  { before, after }: SeenTurn,
  changes: readonly Change[],
): boolean {
  const isOther = before.children.get(id) !== after.children.get(id);
  return isOther || changes.some((change) => change.id === id);
}

const KINDS: readonly TimerKind[] = ['retry', 'restart', 'stable', 'recovery'];

function brokenFor(id: string, turn: SeenTurn, changes: readonly Change[]): string | undefined {
  for (const kind of KINDS) {
    const remembered = dueAt(turn.after.children.get(id), kind);
    const last = changes.findLast((change) => change.id === id && change.kind === kind);
    const set = last === undefined ? left(id, kind, turn) : instantOf(last);
    if (set !== remembered) return inWords(`${kind} of ${id}`, set, remembered);
  }
  return undefined;
}

function instantOf(change: Change): number {
  return change.type === 'schedule' ? change.at : Infinity;
}

/** A deadline that has come stands in the agenda no more. */
function left(id: string, kind: TimerKind, { input, before }: SeenTurn): number {
  const hasCome = input.type === 'agenda.due' && input.id === id && input.kind === kind;
  return hasCome ? Infinity : dueAt(before.children.get(id), kind);
}

function dueAt(record: ChildRecord | undefined, kind: TimerKind): number {
  return record?.timers?.[kind] ?? Infinity;
}

function inWords(what: string, set: number, remembered: number): string {
  if (set === Infinity) return `${what} is remembered, and was not set`;
  if (remembered === Infinity) return `${what} is forgotten, and was not taken back`;
  return `${what} is remembered for ${remembered} ms, and was set for ${set} ms`;
}
