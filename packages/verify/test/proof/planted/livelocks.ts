import { child, fromSupervisor, policy } from '@kintsugi/actors';
import {
  type ChildRecord,
  type Effect,
  reduce,
  type SupervisorInput,
  type SupervisorState,
  type TimerKind,
} from '@kintsugi/core';
import type { Reduce } from '../../../src/index.ts';
import { type PlantedBug, record, tree, worker } from './planted-bug.ts';

/** Whoever retries or restarts waits first. */
const waiting = policy({
  retry: { maxAttempts: 1, backoff: { kind: 'constant', delayMs: 1_000 } },
  restart: { maxAttempts: 1, backoff: { kind: 'constant', delayMs: 1_000 } },
  longWindow: { restarts: Infinity },
});
const alone = fromSupervisor({ policy: waiting, children: [child('a', worker)] });
const ALONE = { services: 1, maxFaults: 2 } as const;

/** A deadline of this kind is set again each time that it comes: something is always about to happen. */
const putOff =
  (kind: TimerKind, decide: Reduce = reduce): Reduce =>
  (state, input, spec) => {
    if (input.type !== 'agenda.due' || input.kind !== kind) return decide(state, input, spec);
    const { timers } = state.children.get(input.id) ?? {};
    if (timers === undefined) return [];
    const at = input.at + 1;
    timers[kind] = at;
    return [{ type: 'schedule', id: input.id, kind, at }];
  };

/** A child that has been stopped is stopped again, and again, where this is so. */
const stopsAgain =
  (where: (state: SupervisorState, one: ChildRecord) => boolean): Reduce =>
  (state, input, spec) => {
    const one = input.type === 'report.stopped' ? record(state, input.id) : undefined;
    if (one?.epoch !== ('epoch' in input ? input.epoch : undefined) || one?.life !== 'stopping')
      return reduce(state, input, spec);
    return where(state, one) ? stopAgain(state, input, one) : reduce(state, input, spec);
  };

function stopAgain(
  { stopWithinMs }: SupervisorState,
  { at }: SupervisorInput,
  one: ChildRecord,
): readonly Effect[] {
  const { id, state } = one;
  const withinMs = Math.min(5_000, stopWithinMs);
  Object.assign(one, { state: 'stopped', epoch: one.epoch + 1, stopBy: at + withinMs });
  const { epoch } = one;
  const again: Effect = { type: 'stopChild', id, epoch, mode: 'shutdown', withinMs };
  const told: Effect = { type: 'tell', id, event: 'service.stopped', context: undefined };
  return state === 'stopped' ? [again] : [told, again];
}

/** A group that has been restarted does not come to its end. */
const restartsOn: Reduce = (state, input, spec) => {
  const effects = reduce(state, input, spec);
  const isOver = (effect: Effect) =>
    effect.type === 'tellSelf' && effect.event === 'supervisor.restarted';
  if (!effects.some(isOver)) return effects;
  state.state = 'restarting';
  return effects.filter((effect) => !isOver(effect));
};

/** What goes on for ever, each found by the promise that it breaks. */
export const LIVELOCKS: readonly PlantedBug[] = [
  {
    name: 'a retry that is put off for ever',
    reduce: putOff('retry'),
    killedBy: 'every fault of a comes to an end',
    subject: alone,
    options: ALONE,
  },
  {
    name: 'a restart that is put off for ever',
    reduce: putOff('restart'),
    killedBy: 'every fault of a comes to an end',
    subject: alone,
    options: ALONE,
  },
  {
    name: 'a supervisor that stops its child again and again',
    reduce: stopsAgain(({ state }) => state === 'stopping'),
    killedBy: 'every shutdown ends',
    subject: alone,
    options: { services: 1, maxFaults: 0 },
  },
  {
    name: 'a group restart that is never over',
    reduce: putOff('stable', restartsOn),
    killedBy: 'every start and group restart ends',
    subject: tree('one_for_all', { policy: waiting, children: [child('a', worker)] }),
    options: { services: 1, maxFaults: 1, maxHangs: 0 },
  },
  {
    name: 'an order that is never answered, because its child is stopped again and again',
    reduce: stopsAgain(
      ({ state }, { tickets }) => state === 'running' && tickets?.[0]?.command === 'terminateChild',
    ),
    killedBy: 'every order is answered',
    subject: alone,
    options: { services: 1, maxFaults: 0, maxOrders: 1 },
  },
];
