import type { Effect } from '@kintsugi/core';
import { idsOf } from './agenda.ts';
import { ofOneTurn, type SeenTurn } from './property.ts';

/** The runtime knows a child by these orders alone. */
export const rosterIsKept = ofOneTurn(
  'children come and go as they are counted',
  'Who becomes a child is added, as it is described and for whoever has ordered it; who is one no more is removed; nobody else is.',
  (turn) => {
    const changes = turn.effects.filter(isOfRoster);
    const broken =
      changes.map((change) => brokenBy(change, turn)).find((text) => text !== undefined) ??
      [...idsOf(turn)]
        .map((id) => miscounted(id, turn, changes))
        .find((text) => text !== undefined);
    return { isTested: changes.length > 0, broken };
  },
);

type Change = Extract<Effect, { readonly type: 'addChild' | 'removeChild' }>;

function isOfRoster(effect: Effect): effect is Change {
  return effect.type === 'addChild' || effect.type === 'removeChild';
}

function brokenBy(change: Change, { input, after }: SeenTurn): string | undefined {
  if (change.type === 'removeChild') return undefined;
  const { id, spec, ticket } = change;
  const ordered = input.type === 'command.startChild' && input.id === id ? input.ticket : undefined;
  if (ticket !== ordered) return `${id} is added for the order ${ticket} instead of ${ordered}`;
  const record = after.children.get(id);
  return record === undefined || record.spec === spec ? undefined : `${id} is added as another one`;
}

/** Each change of a child is the other way than the last, and they lead to where it stands now. */
function miscounted(
  id: string,
  { before, after }: SeenTurn,
  changes: readonly Change[],
): string | undefined {
  let isChild = before.children.has(id);
  for (const change of changes) {
    if (change.id !== id) continue;
    const isAdded = change.type === 'addChild';
    if (isAdded === isChild) return `${id} is ${isAdded ? 'added' : 'removed'} twice`;
    isChild = isAdded;
  }
  if (isChild === after.children.has(id)) return undefined;
  return isChild
    ? `${id} is no child any more, and not removed`
    : `${id} is a child, and not added`;
}
