import type { SupervisorState } from '@kintsugi/core';
import { ofOneTurn, type SeenTurn, wanted } from './property.ts';

/** Rules 2 and 17. */
export const oneLife = ofOneTurn(
  'one life at a time',
  'A child is started only where no life of it is left that is still waited for, and once a turn.',
  (turn) => {
    const ids = wanted(turn, 'startChild').map(({ id }) => id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    return {
      isTested: ids.length > 0,
      broken: twice === undefined ? undefined : `${twice} is started twice in one turn`,
      gone: ids.map((id) => ({ id, others: [id] })),
    };
  },
);

/** Rule 41. */
export const nothingOutlives = ofOneTurn(
  'nothing outlives its supervisor',
  'A supervisor ends when every child is stopped or no longer waited for.',
  (turn) => {
    const ends = wanted(turn, 'ended').length > 0;
    const others = turn.spec.children.map(({ id }) => id);
    return { isTested: ends, gone: ends ? [{ id: '', others }] : [] };
  },
);

/** What a life says is known by its epoch, and told by its number. */
export const livesAreNumbered = ofOneTurn(
  'every life has a number of its own',
  'Each life of a child is one more than the last, and each start and stop begins another epoch.',
  (turn) => {
    const starts = wanted(turn, 'startChild');
    const stops = wanted(turn, 'stopChild');
    const stale = [...starts, ...stops].find(({ id, epoch }) => epoch <= epochBefore(turn, id));
    const same = starts.find(
      ({ id, incarnation }) =>
        incarnation !== livesOf(turn.before, id) + 1 || incarnation !== livesOf(turn.after, id),
    );
    const broken = stale && `${stale.id} is ordered something in epoch ${stale.epoch}, as before`;
    return {
      isTested: starts.length > 0,
      broken: broken ?? (same && `a life of ${same.id} is the ${same.incarnation}. one`),
    };
  },
);

/** Who comes has no epoch that any child had that went. */
function epochBefore({ before }: SeenTurn, id: string): number {
  return before.children.get(id)?.epoch ?? before.floor;
}

function livesOf({ children }: SupervisorState, id: string): number {
  return children.get(id)?.incarnation ?? 0;
}
