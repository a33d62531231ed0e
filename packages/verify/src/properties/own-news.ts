import { supervisorChart, type SupervisorState } from '@kintsugi/core';
import { endingDue, endingInWords, isFailure } from './ending.ts';
import { isEnding, ofOneTurn, type SeenTurn, wanted } from './property.ts';

/** Whoever has started it, its parent or a person, waits for these. */
export const tellsOfItself = ofOneTurn(
  'the supervisor tells what becomes of it',
  'It says once that it has started, where it has, and once that it has ended, and why: that it was stopped, by what it was first asked, or that it has given up, for which child and how badly, and whether it was asked to stop meanwhile.',
  (turn) => ({
    isTested: isOver(turn.after) || wanted(turn, 'started').length > 0,
    broken: brokenChart(turn) ?? brokenStart(turn) ?? brokenEnding(turn) ?? brokenEnd(turn),
  }),
);

function isOver({ state }: SupervisorState): boolean {
  return state === 'stopped' || state === 'failed';
}

function brokenChart(turn: SeenTurn): string | undefined {
  let { state } = turn.before;
  for (const { event } of wanted(turn, 'tellSelf')) {
    const target = supervisorChart.states[state].on[event]?.target;
    if (target === undefined) return `it tells itself ${event} in ${state}`;
    state = target;
  }
  const { state: is } = turn.after;
  return state === is ? undefined : `it is ${is}, and has told itself to be ${state}`;
}

function brokenStart(turn: SeenTurn): string | undefined {
  const { before, after } = turn;
  const times = wanted(turn, 'started').length;
  const isStarting = before.state === 'starting';
  const hasStarted = isStarting && after.state !== 'starting' && !isEnding(after);
  if (hasStarted && times === 0) return 'it has started, and does not say so';
  return times > Number(isStarting) ? 'it says that it has started, and has not' : undefined;
}

function brokenEnding(turn: SeenTurn): string | undefined {
  const { after } = turn;
  if (!isEnding(after)) return undefined;
  const is = endingInWords(after.ending);
  const due = endingInWords(endingDue(turn));
  return is === due ? undefined : `it ends by ${is}, instead of ${due}`;
}

function brokenEnd(turn: SeenTurn): string | undefined {
  const { before, after } = turn;
  const [end, another] = wanted(turn, 'ended');
  if (!isOver(after) || isOver(before))
    return end && `it says that it has ended, and is ${after.state}`;
  if (end === undefined || another !== undefined)
    return `it is ${after.state}, and says so not once`;
  const [says, due] = [end.ending, after.ending].map(endingInWords);
  if (says !== due) return `it says that it has ended by ${says}, instead of ${due}`;
  const isRight = isFailure(after.ending) === (after.state === 'failed');
  return isRight ? undefined : `it is ${after.state} by ${due}`;
}
