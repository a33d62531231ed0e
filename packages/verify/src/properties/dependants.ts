import type { ChildRecord, SupervisorState } from '@kintsugi/core';
import { specOf } from './failure.ts';
import { isEnding, ofOneTurn, type SeenTurn, wanted } from './property.ts';

/** Rules 47 and following. */
export const dependantsAreTold = ofOneTurn(
  'dependants are told',
  'Who depends on a child is told when it has gone down, and when it has come back, once each.',
  (turn) => {
    const { children, dependants } = turn.after;
    if (dependants.size === 0) return {};
    const broken = [...children.values()]
      .flatMap((dependant) =>
        specOf(turn.spec, dependant).dependsOn.map(
          (id) => mistaken(id, turn) ?? untold(dependant.id, id, turn),
        ),
      )
      .find((text) => text !== undefined);
    return { isTested: true, broken };
  },
);

/** Where a child has come to rest it is plain whether it is down. */
function mistaken(id: string, { after }: SeenTurn): string | undefined {
  const record = after.children.get(id);
  if (record === undefined || isEnding(after)) return undefined;
  const { state, isDown } = record;
  const isWrong = isUp(record) ? isDown : !isDown && rests(record);
  return isWrong ? `${id} is ${state}, and held to be ${upOrDown(isDown)}` : undefined;
}

function isUp({ state, life }: ChildRecord): boolean {
  return state === 'running' && life === 'up';
}

function rests({ state, life }: ChildRecord): boolean {
  return DOWN.has(state) && (state !== 'stopped' || life === 'none');
}

const DOWN: ReadonlySet<string> = new Set(['degraded', 'failed', 'stopped']);

/** What it is told leads from what was true before to what is true now. */
function untold(dependant: string, id: string, turn: SeenTurn): string | undefined {
  const { before, after } = turn;
  // Who has just come knows of nothing that was before.
  if (!before.children.has(dependant)) return undefined;
  let wasDown = isHeldDown(id, before);
  for (const { isUp: isToldUp } of newsOf(id, dependant, turn)) {
    if (isToldUp !== wasDown)
      return `${dependant} is told again that ${id} is ${upOrDown(wasDown)}`;
    wasDown = !isToldUp;
  }
  // A supervisor that stops tells nobody any more.
  if (isEnding(after)) return undefined;
  const isDown = isHeldDown(id, after);
  return wasDown === isDown
    ? undefined
    : `${id} is ${upOrDown(isDown)}, and ${dependant} is not told`;
}

function newsOf(id: string, dependant: string, turn: SeenTurn) {
  return wanted(turn, 'tellDependency').filter(
    (news) => news.id === dependant && news.dependency === id,
  );
}

/** One that is no child any more is down, too. */
function isHeldDown(id: string, { children }: SupervisorState): boolean {
  return children.get(id)?.isDown ?? true;
}

function upOrDown(isDown: boolean): string {
  return isDown ? 'down' : 'up';
}
