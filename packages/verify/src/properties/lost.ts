import { type ChildRecord, createCounts, healthOf, moveCount, rollUp } from '@kintsugi/core';
import { childOf, type SeenTurn, type TurnProperty } from './property.ts';

/** Why a child rests in `stopped`, by what has happened to it. */
export type Reason = 'order' | 'leftIdle' | 'notStarted' | 'ended';

type Reasons = Readonly<Record<string, Reason>>;

/** What "nothing is lost" means, turn by turn; the search asks again where nothing is left to happen. */
export const nothingIsLost: TurnProperty<Reasons> = {
  name: 'no permanent child is lost',
  demands:
    'A permanent child rests in stopped only by order, because its start had nothing to do, or where it is told that it was left idle.',
  begin: () => ({}),
  see(reasons, turn) {
    const memory = reasonsAfter(reasons, turn);
    if (turn.after.state !== 'running' && turn.after.state !== 'restarting') return { memory };
    const lost = [...turn.after.children.values()].find(
      (child) => restsForNothing(child) && memory[child.id] === 'ended',
    );
    return {
      memory,
      isTested: [...turn.after.children.values()].some(restsForNothing),
      broken: lost && `${lost.id} is permanent, has ended, and nobody starts it again`,
    };
  },
};

function restsForNothing({ spec, state, life }: ChildRecord): boolean {
  return spec.restart === 'permanent' && state === 'stopped' && life === 'none';
}

function reasonsAfter(reasons: Reasons, turn: SeenTurn): Reasons {
  const next: Record<string, Reason> = { ...reasons };
  for (const effect of turn.effects) {
    if (effect.type === 'report') {
      const reason = REASON_TOLD[effect.event.type];
      if (reason !== undefined) next[childOf(effect.event)] = reason;
    }
    if (effect.type !== 'tell') continue;
    if (effect.event === 'service.stop') next[effect.id] = 'order';
    else if (effect.event === 'service.exited') next[effect.id] = exitReason(turn, effect.id);
    else if (effect.event === 'service.start') delete next[effect.id];
  }
  for (const id of Object.keys(next)) if (!turn.after.children.has(id)) delete next[id];
  return next;
}

const REASON_TOLD: Readonly<Record<string, Reason>> = {
  'child.leftIdle': 'leftIdle',
  'child.notStarted': 'notStarted',
};

/** A start that answers `ignore` leaves nothing to run: OTP's rule, whatever the restart type. */
function exitReason({ before }: SeenTurn, id: string): Reason {
  return before.children.get(id)?.life === 'starting' ? 'notStarted' : 'ended';
}

/** Rule 46. */
export const healthIsTrue: TurnProperty<Reasons> = {
  name: 'health is never green while a permanent child is down',
  demands:
    'While a permanent child does not run, and nobody has ordered that, the supervisor is not healthy.',
  begin: () => ({}),
  see(reasons, turn) {
    const memory = reasonsAfter(reasons, turn);
    if (turn.after.state !== 'running') return { memory };
    const children = [...turn.after.children.values()];
    const down = children.filter((child) => isMissed(child, memory[child.id]));
    const counts = createCounts();
    for (const child of children) moveCount(counts, undefined, healthAs(child, memory[child.id]));
    const isGreen = rollUp(counts) === 'healthy';
    return {
      memory,
      isTested: down.length > 0,
      broken:
        isGreen && down[0] ? `all is healthy, and ${down[0].id} is ${down[0].state}` : undefined,
    };
  },
};

function isMissed({ spec, state, life }: ChildRecord, reason: Reason | undefined): boolean {
  if (spec.restart !== 'permanent') return false;
  if (state === 'stopping' || state === 'stopped')
    return reason === 'leftIdle' || reason === 'ended';
  return state !== 'running' || life !== 'up';
}

function healthAs({ state }: ChildRecord, reason: Reason | undefined) {
  return state === 'stopped' && reason === 'leftIdle' ? 'unhealthy' : healthOf(state);
}
