import type { ChildRecord, Effect } from '@kintsugi/core';
import { isEnding, ofOneTurn, type SeenTurn, wanted } from './property.ts';

/** Without it whoever asked would wait for ever. */
export const failedRequestsAreSettled = ofOneTurn(
  'requests that have failed are settled',
  'What has failed waits as long as it is retried, or the fallback may have it; it is rejected where anything else becomes of its child, and given to the fallback where that answers from now on.',
  (turn) => {
    const settled = wanted(turn, 'settleParked');
    const owed = [...turn.before.children.values()].filter((record) => isOwed(record, turn));
    const [unsettled] = owed.filter(({ id }) => settled.every((effect) => effect.id !== id));
    const broken = unsettled
      ? `what has failed of ${unsettled.id} is not settled`
      : settled.map((effect) => brokenBy(effect, turn)).find((text) => text !== undefined);
    return { isTested: settled.length > 0 || owed.length > 0, broken };
  },
);

type Settled = Extract<Effect, { readonly type: 'settleParked' }>;

function brokenBy({ id, fate }: Settled, turn: SeenTurn): string | undefined {
  const { after } = turn;
  if (!isEnding(after) && waitsOn(after.children.get(id)))
    return `what has failed of ${id} is settled, and is still to wait`;
  const due = isDegraded(turn, id) ? 'fallback' : 'reject';
  return fate === due ? undefined : `what has failed of ${id} comes to ${fate}, instead of ${due}`;
}

/** Something of it may have failed, and does not wait for what becomes of it any more. */
function isOwed(record: ChildRecord, turn: SeenTurn): boolean {
  if (record.life !== 'up' || waitsOn(turn.after.children.get(record.id))) return false;
  return hasLeftStep(record, turn) || hasToldFault(record, turn) || losesWorker(record, turn);
}

/** It is retried, or the hook runs that enters degraded. */
function waitsOn(record: ChildRecord | undefined): boolean {
  const step = record?.incident?.step;
  return step === 'retry' || (step === 'fallback' && record?.phase === 'attempting');
}

/** While it was in progress more may have failed, of which nothing is told. */
function hasLeftStep({ id, incident }: ChildRecord, { after }: SeenTurn): boolean {
  const step = incident?.step;
  if (step === undefined) return false;
  return after.children.get(id)?.incident?.step !== step;
}

/** With a step in progress that has the last word. */
function hasToldFault({ id, epoch, incident }: ChildRecord, { input }: SeenTurn): boolean {
  const isOwn = input.type === 'report.fault' && input.id === id && input.epoch === epoch;
  return isOwn && incident?.step === undefined;
}

/** Behind a fallback nothing is given to it. */
function losesWorker({ id, state }: ChildRecord, turn: SeenTurn): boolean {
  return state !== 'degraded' && wanted(turn, 'stopChild').some((effect) => effect.id === id);
}

/** From this turn on the fallback answers. */
function isDegraded({ effects }: SeenTurn, id: string): boolean {
  return effects.some(
    (effect) => effect.type === 'tell' && effect.id === id && effect.event === 'service.degrade',
  );
}
