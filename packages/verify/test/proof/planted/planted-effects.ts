import { child, fromDynamicSupervisor, fromSupervisor } from '@kintsugi/actors';
import { type Effect, reduce } from '@kintsugi/core';
import type { Reduce } from '../../../src/index.ts';
import { afterwards, type PlantedBug, SHORT, worker } from './planted-bug.ts';

const alone = fromSupervisor({ policy: SHORT, children: [child('a', worker)] });
const temporary = fromSupervisor({
  policy: SHORT,
  children: [child('a', worker, { restart: 'temporary' })],
});
const dependent = fromSupervisor({
  policy: SHORT,
  children: [
    child('a', worker),
    child('b', worker, { dependsOn: ['a'], whenDependencyDown: 'pause' }),
  ],
});
/** It gives up at the first restart. */
const strict = fromSupervisor({
  policy: SHORT,
  intensity: { maxRestarts: 0, withinMs: 5_000 },
  children: [child('a', worker)],
});
const instances = fromDynamicSupervisor({ policy: SHORT, child: worker, restart: 'transient' });

type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>;

/** What the reducer has decided is not, or not so, handed to the runtime. */
function changed<Type extends Effect['type']>(
  type: Type,
  change: (effect: EffectOf<Type>) => readonly Effect[],
): Reduce {
  const isMeant = (effect: Effect): effect is EffectOf<Type> => effect.type === type;
  return (...turn) =>
    reduce(...turn).flatMap((effect) => (isMeant(effect) ? change(effect) : effect));
}

const without = (type: Effect['type']): Reduce => changed(type, () => []);

const ONE = { services: 1, maxFaults: 1, maxHangs: 0 } as const;

interface Lost {
  readonly type: Effect['type'];
  readonly killedBy: string;
  readonly subject?: PlantedBug['subject'];
  readonly options?: PlantedBug['options'];
}

const AGENDA = 'the agenda holds what is remembered';
const SETTLED = 'requests that have failed are settled';
const IN_TIME = 'a stop has the time that is granted';
const ROSTER = 'children come and go as they are counted';
const TOLD = 'dependants are told';
const NUMBERED = 'every life has a number of its own';
const OF_ITSELF = 'the supervisor tells what becomes of it';

const LOST: readonly Lost[] = [
  { type: 'schedule', killedBy: AGENDA },
  { type: 'cancel', killedBy: AGENDA, options: { ...ONE, maxFaults: 2 } },
  { type: 'settleParked', killedBy: SETTLED },
  { type: 'hurryStop', killedBy: IN_TIME, options: { ...ONE, maxFaults: 0 } },
  { type: 'removeChild', killedBy: ROSTER, subject: temporary },
  { type: 'addChild', killedBy: ROSTER, subject: instances },
  {
    type: 'tellDependency',
    killedBy: TOLD,
    subject: dependent,
    options: { maxFaults: 1, maxHangs: 0 },
  },
  { type: 'started', killedBy: OF_ITSELF },
  { type: 'ended', killedBy: OF_ITSELF },
  { type: 'tellSelf', killedBy: OF_ITSELF },
];

/** Decided, and not, or otherwise, carried out. */
export const PLANTED_EFFECTS: readonly PlantedBug[] = [
  ...LOST.map(({ type, killedBy, subject = alone, options = ONE }) => ({
    name: `${type} is lost`,
    reduce: without(type),
    killedBy,
    subject,
    options,
  })),
  {
    name: 'a deadline is set too late',
    reduce: changed('schedule', (effect) => [{ ...effect, at: effect.at + 1e9 }]),
    killedBy: AGENDA,
    subject: alone,
    options: ONE,
  },
  {
    name: 'a child is given more time to stop than it may have',
    reduce: changed('stopChild', (effect) => [{ ...effect, withinMs: Infinity }]),
    killedBy: IN_TIME,
    subject: alone,
    options: ONE,
  },
  {
    name: 'a stop at once is no brutal one',
    reduce: changed('stopChild', (effect) => [{ ...effect, mode: 'shutdown' }]),
    killedBy: IN_TIME,
    subject: fromSupervisor({
      policy: SHORT,
      children: [child('a', worker, { shutdown: 'brutal_kill' })],
    }),
    options: ONE,
  },
  {
    name: 'who is in a hurry is not heard',
    reduce: (state, input, spec) =>
      input.type === 'supervisor.stop' && state.state === 'stopping'
        ? []
        : reduce(state, input, spec),
    killedBy: IN_TIME,
    subject: alone,
    options: { ...ONE, maxFaults: 0 },
  },
  {
    name: 'a brutal order lets a stop under way take its time',
    reduce: (state, input, spec) => {
      const isBrutal = input.type === 'command.terminateChild' && input.brutal === true;
      if (!isBrutal) return reduce(state, input, spec);
      return reduce(state, { ...input, brutal: false }, spec);
    },
    killedBy: IN_TIME,
    subject: alone,
    options: { services: 1, maxFaults: 0, maxOrders: 2 },
  },
  {
    name: 'what waits for a retry is rejected',
    reduce: afterwards((_, __, effects) =>
      effects.flatMap((effect): readonly Effect[] =>
        effect.type === 'retryChild'
          ? [{ type: 'settleParked', id: effect.id, fate: 'reject' }, effect]
          : [effect],
      ),
    ),
    killedBy: SETTLED,
    subject: alone,
    options: ONE,
  },
  {
    name: 'what waits for the fallback is rejected',
    reduce: changed('settleParked', (effect) => [{ ...effect, fate: 'reject' }]),
    killedBy: SETTLED,
    subject: alone,
    options: { ...ONE, maxFaults: 3 },
  },
  {
    name: 'a dependency that is down is told to be up',
    reduce: changed('tellDependency', (effect) => [{ ...effect, isUp: true }]),
    killedBy: TOLD,
    subject: dependent,
    options: { maxFaults: 1, maxHangs: 0 },
  },
  {
    name: 'every life is the first',
    reduce: changed('startChild', (effect) => [{ ...effect, incarnation: 1 }]),
    killedBy: NUMBERED,
    subject: alone,
    options: ONE,
  },
  {
    name: 'a supervisor that has given up says that it was stopped',
    reduce: changed('ended', () => [
      { type: 'ended', ending: { kind: 'stop', reason: 'shutdown' } },
    ]),
    killedBy: OF_ITSELF,
    subject: strict,
    options: ONE,
  },
  {
    name: 'a supervisor that was stopped says that it has given up',
    reduce: afterwards((state, _, effects) => {
      if (state.ending?.kind === 'gave up') state.ending.stopAsked = false;
      return effects;
    }),
    killedBy: OF_ITSELF,
    subject: strict,
    options: ONE,
  },
];
