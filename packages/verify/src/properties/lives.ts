import { ofOneTurn, wanted } from './property.ts';

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
