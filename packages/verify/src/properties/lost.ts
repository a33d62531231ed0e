import {
  type ChildRecord,
  createCounts,
  type Effect,
  healthOf,
  moveCount,
  rollUp,
  type SupervisionEvent,
} from '@kintsugi/core';
import type { ByChild } from './by-child.ts';
import { childOf, type SeenTurn, told, type TurnProperty, type Verdict } from './property.ts';

/** Why a child rests in `stopped`, by what has happened to it. */
type Reason = 'order' | 'leftIdle' | 'notStarted' | 'ended';

export type Reasons = ReadonlyMap<string, Reason>;

/** What "nothing is lost" means, turn by turn; the search asks again where nothing is left to happen. */
export const nothingIsLost = knowingReasons(
  'no permanent child is lost',
  'A permanent child rests in stopped only by order, because its start had nothing to do, or where it is told that it was left idle.',
  ({ after }, reasons) => {
    if (after.state !== 'running' && after.state !== 'restarting') return {};
    const resting = [...after.children.values()].filter(restsInVain);
    const lost = resting.find(({ id }) => reasons.get(id) === 'ended');
    return {
      isTested: resting.length > 0,
      broken: lost && `${lost.id} is permanent, has ended, and nobody starts it again`,
    };
  },
);

function restsInVain({ spec, state, life }: ChildRecord): boolean {
  return spec.restart === 'permanent' && state === 'stopped' && life === 'none';
}

/** Rule 46. */
export const healthIsTrue = knowingReasons(
  'health is never green while a permanent child is down',
  'While a permanent child does not run, and nobody has ordered that, the supervisor is not healthy.',
  ({ after }, reasons) => {
    if (after.state !== 'running') return {};
    const children = [...after.children.values()];
    const down = children.filter((child) => isMissed(child, reasons.get(child.id)));
    const [first] = down;
    const isGreen = isHealthy(children, reasons);
    return {
      isTested: down.length > 0,
      broken: isGreen && first ? `all is healthy, and ${first.id} is ${first.state}` : undefined,
    };
  },
);

function isMissed({ spec, state, life }: ChildRecord, reason: Reason | undefined): boolean {
  if (spec.restart !== 'permanent') return false;
  if (state === 'stopping' || state === 'stopped')
    return reason === 'leftIdle' || reason === 'ended';
  return state !== 'running' || life !== 'up';
}

function isHealthy(children: readonly ChildRecord[], reasons: Reasons): boolean {
  const counts = createCounts();
  for (const child of children)
    moveCount(counts, undefined, healthAs(child, reasons.get(child.id)));
  return rollUp(counts) === 'healthy';
}

function healthAs({ state }: ChildRecord, reason: Reason | undefined) {
  return state === 'stopped' && reason === 'leftIdle' ? 'unhealthy' : healthOf(state);
}

/** A property that remembers of each child why it rests in `stopped`, the turn that it looks at included. */
export function knowingReasons(
  name: string,
  demands: string,
  see: (turn: SeenTurn, reasons: Reasons) => Omit<Verdict<null>, 'memory'>,
): TurnProperty<ByChild<Reason>> {
  return {
    name,
    demands,
    begin: () => ({}),
    see(known, turn) {
      const reasons = reasonsAfter(known, turn);
      const children = [...reasons].filter(([id]) => turn.after.children.has(id));
      return { ...see(turn, reasons), memory: Object.fromEntries(children) };
    },
  };
}

function reasonsAfter(known: ByChild<Reason>, turn: SeenTurn): Reasons {
  const reasons = new Map(Object.entries(known));
  for (const effect of turn.effects) {
    if (effect.type === 'report') noteTold(reasons, effect.event);
    else if (effect.type === 'tell') noteDirective(reasons, effect, turn);
  }
  return reasons;
}

function noteTold(reasons: Map<string, Reason>, event: SupervisionEvent): void {
  const reason = REASON_TOLD[event.type];
  if (reason !== undefined) reasons.set(childOf(event), reason);
}

const REASON_TOLD: Readonly<Record<string, Reason>> = {
  'child.leftIdle': 'leftIdle',
  'child.notStarted': 'notStarted',
};

function noteDirective(
  reasons: Map<string, Reason>,
  { id, event }: Extract<Effect, { readonly type: 'tell' }>,
  turn: SeenTurn,
): void {
  if (event === 'service.stop') reasons.set(id, 'order');
  else if (event === 'service.exited') reasons.set(id, exitReason(turn, id));
  else if (event === 'service.start') reasons.delete(id);
}

/** A start that answers `ignore` leaves nothing to run: OTP's rule, whatever the restart type. One that fails is another matter. */
function exitReason(turn: SeenTurn, id: string): Reason {
  const hasFailed = told(turn, 'child.exited').some(
    (event) => childOf(event) === id && event.exit === 'error',
  );
  if (hasFailed) return 'ended';
  return turn.before.children.get(id)?.life === 'starting' ? 'notStarted' : 'ended';
}
