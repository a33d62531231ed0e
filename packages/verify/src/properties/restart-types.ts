import { restartsAfter } from '@kintsugi/core';
import { type End, endIn, isParked, specOf, toldTo } from './failure.ts';
import { ofOneTurn, type SeenTurn } from './property.ts';

/** Rule 7. */
export const restartTypesAreObeyed = ofOneTurn(
  'restart types are obeyed',
  'Who is to be started again after its end is not let go; who is not, is let go, after a retry at most.',
  (turn) => {
    const end = endIn(turn);
    if (end === undefined) return {};
    const { record, exit } = end;
    const { restart } = specOf(turn.spec, record);
    const mayGoOn = restartsAfter(restart, exit);
    const isWrong = mayGoOn ? isLetGo(turn, record.id) : isKept(turn, end);
    const what = mayGoOn ? 'let go' : 'not let go';
    const text = `${restart} ${record.id} ends (${exit}), and is ${what}`;
    return { isTested: true, broken: isWrong ? text : undefined };
  },
);

/** An instance that fails for good is let go, too. */
function isLetGo(turn: SeenTurn, id: string): boolean {
  return !isParked(turn, id) && toldTo(turn, id).includes(LETS_GO);
}

/** After a fault it may be retried; else it goes at once. */
function isKept(turn: SeenTurn, { record: { id }, exit }: End): boolean {
  const events = toldTo(turn, id);
  return exit === 'error'
    ? events.some((event) => event !== LETS_GO && !PASSES.has(event))
    : !events.includes(LETS_GO);
}

const LETS_GO = 'service.exited';

/** To be told this is neither to be let go nor to be given another life. */
const PASSES: ReadonlySet<string> = new Set(['service.retry', 'service.stop', 'service.stopped']);
