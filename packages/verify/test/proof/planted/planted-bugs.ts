import { child, fromSupervisor, type Policy, policy, service } from '@kintsugi/actors';
import {
  type ChildRecord,
  type Effect,
  reduce,
  type SupervisorInput,
  type SupervisorSpec,
  type SupervisorState,
} from '@kintsugi/core';
import type { Reduce, VerifyOptions, verify } from '../../../src/index.ts';

/** A mistake that could be made in the protocol, and the property that must find it. */
export interface PlantedBug {
  readonly name: string;
  readonly reduce: Reduce;
  readonly killedBy: string | RegExp;
  readonly subject: Parameters<typeof verify>[0];
  readonly options?: VerifyOptions;
}

/** One attempt of each step, two failures raise the severity: small budgets, every step. */
export const SHORT: Policy = policy({
  retry: { maxAttempts: 1 },
  restart: { maxAttempts: 1 },
  recovery: { baseMs: 1_000, maxMs: 4_000 },
  pattern: { failures: 2 },
  longWindow: { restarts: Infinity },
});

const worker = service({ handle: (text: string) => text });

function tree(
  strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one',
  extra: Partial<Parameters<typeof fromSupervisor>[0]> = {},
) {
  return fromSupervisor({
    strategy,
    policy: SHORT,
    children: [child('a', worker), child('b', worker)],
    ...extra,
  });
}

const oneForOne = tree('one_for_one');
const oneForAll = tree('one_for_all');
const restForOne = tree('rest_for_one');
const alone = fromSupervisor({ policy: SHORT, children: [child('a', worker)] });
const limited = fromSupervisor({
  policy: SHORT,
  intensity: { maxRestarts: 1, withinMs: 5_000 },
  children: [child('a', worker)],
});

/** Does something more after the reducer has decided. */
const then =
  (
    more: (
      state: SupervisorState,
      input: SupervisorInput,
      effects: readonly Effect[],
      spec: SupervisorSpec,
    ) => readonly Effect[],
  ): Reduce =>
  (state, input, spec) =>
    more(state, input, reduce(state, input, spec), spec);

/** Tells the reducer something else than what has come. */
const misheard =
  (change: (input: SupervisorInput, state: SupervisorState) => SupervisorInput): Reduce =>
  (state, input, spec) =>
    reduce(state, change(input, state), spec);

const described =
  (change: (spec: SupervisorSpec) => SupervisorSpec): Reduce =>
  (state, input, spec) =>
    reduce(state, input, change(spec));

function some(state: SupervisorState, is: (child: ChildRecord) => boolean): boolean {
  return [...state.children.values()].some(is);
}

function record(state: SupervisorState, id: string): ChildRecord {
  const known = state.children.get(id);
  if (known === undefined) throw new Error(`no ${id}`);
  return known;
}

function tells(effects: readonly Effect[], type: string): readonly string[] {
  return effects.flatMap((effect) =>
    effect.type === 'report' && effect.event.type === type ? [effect.event.path] : [],
  );
}

const reversed = (state: SupervisorState): void => {
  const { first, last } = state;
  state.first = last;
  state.last = first;
  for (const one of state.children.values()) {
    const { previous, next } = one;
    one.previous = next;
    one.next = previous;
    one.order = -one.order;
  }
};

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'the intensity is off by one',
    reduce: described((spec) => ({
      ...spec,
      intensity: spec.intensity && {
        ...spec.intensity,
        maxRestarts: spec.intensity.maxRestarts + 1,
      },
    })),
    killedBy: 'the intensity is kept',
    subject: limited,
  },
  {
    name: 'a CRITICAL fault is retried',
    reduce: misheard((input) =>
      'fault' in input && input.fault?.severity === 'CRITICAL'
        ? { ...input, fault: { ...input.fault, severity: 'TRANSIENT' } }
        : input,
    ),
    killedBy: 'CRITICAL is never retried',
    subject: alone,
  },
  {
    name: 'a step of another chain is taken',
    reduce: described((spec) => ({
      ...spec,
      policy: {
        ...spec.policy,
        chains: { ...spec.policy.chains, RECOVERABLE: ['retry', 'restart', 'fallback', 'fail'] },
      },
    })),
    killedBy: 'steps stand in the chain',
    subject: alone,
  },
  {
    name: 'a report is lost while a sibling is healed',
    reduce: (state, input, spec) => {
      const isHealing = some(state, ({ id, state: at }) => id === 'a' && at === 'restarting');
      const isLost = input.type === 'report.started' && input.id === 'b' && isHealing;
      return isLost ? [] : reduce(state, input, spec);
    },
    killedBy: 'what comes to rest rests well',
    subject: oneForOne,
  },
  {
    name: 'stop is ignored while a child is degraded',
    reduce: (state, input, spec) =>
      input.type === 'supervisor.stop' && some(state, ({ state: at }) => at === 'degraded')
        ? []
        : reduce(state, input, spec),
    killedBy: 'stop is obeyed in every state',
    subject: alone,
  },
  {
    name: 'the retry counter is not reset',
    reduce: then((state, input, effects) => {
      const id = input.type === 'report.attemptSettled' ? input.id : undefined;
      const incident = id === undefined ? undefined : state.children.get(id)?.incident;
      if (incident?.attempts['retry'] === 0) incident.attempts['retry'] = 1;
      return effects;
    }),
    killedBy: 'the budget of each step is kept',
    subject: fromSupervisor({
      policy: policy({ retry: { maxAttempts: 2 }, restart: { maxAttempts: 1 } }),
      children: [child('a', worker)],
    }),
    options: { maxFaults: 4 },
  },
  {
    name: 'restarts have a budget per window only',
    reduce: described((spec) => ({
      ...spec,
      policy: { ...spec.policy, restart: { ...spec.policy.restart, maxAttempts: Infinity } },
    })),
    killedBy: 'the budget of each step is kept',
    subject: alone,
  },
  {
    name: 'a recovered child is given its restarts back',
    reduce: then((state, _, effects) => {
      for (const path of tells(effects, 'child.started')) {
        const { incident } = record(state, path);
        if (incident !== undefined) incident.attempts['restart'] = 0;
      }
      return effects;
    }),
    killedBy: 'the budget of each step is kept',
    subject: alone,
  },
  {
    name: 'the group is stopped in start order',
    reduce: (state, input, spec) => {
      const isFault =
        input.type === 'report.fault' && record(state, input.id).epoch === input.epoch;
      if (isFault && state.group === undefined && state.state === 'running') reversed(state);
      return reduce(state, input, spec);
    },
    killedBy: /children (stop in reverse|start in) order/,
    subject: oneForAll,
  },
  {
    name: 'a supervisor stops its children in start order',
    reduce: (state, input, spec) => {
      if (input.type === 'supervisor.stop' && state.state === 'running') reversed(state);
      return reduce(state, input, spec);
    },
    killedBy: 'children stop in reverse order',
    subject: oneForOne,
  },
  {
    name: 'children start all at once',
    reduce: then((state, input, effects) => {
      const second = state.children.get('b');
      if (input.type !== 'supervisor.start' || second === undefined) return effects;
      second.life = 'starting';
      second.epoch += 1;
      return [...effects, { type: 'startChild', id: 'b', epoch: second.epoch, incarnation: 1 }];
    }),
    killedBy: 'children start in order',
    subject: restForOne,
  },
  {
    name: 'a child that is up is started again',
    reduce: then((state, input, effects) => {
      if (input.type !== 'report.started') return effects;
      const { epoch, incarnation } = record(state, input.id);
      return [...effects, { type: 'startChild', id: input.id, epoch, incarnation }];
    }),
    killedBy: 'one life at a time',
    subject: alone,
  },
  {
    name: 'stale reports are not fenced',
    reduce: misheard((input, state) => {
      if (!('epoch' in input)) return input;
      const epoch = state.children.get(input.id)?.epoch ?? input.epoch;
      return { ...input, epoch };
    }),
    killedBy: 'what is stale moves nothing',
    subject: oneForAll,
  },
  {
    name: 'a directive is sent in stopping',
    reduce: then((_, input, effects) =>
      input.type === 'report.fault' && tells(effects, 'fault.absorbed').length > 0
        ? [...effects, { type: 'tell', id: input.id, event: 'service.restart', context: undefined }]
        : effects,
    ),
    killedBy: 'nothing begins while the supervisor stops',
    subject: oneForOne,
  },
  {
    name: 'a timer is set while the supervisor stops',
    reduce: then((state, input, effects) =>
      input.type === 'supervisor.stop' && state.state === 'stopping'
        ? [...effects, { type: 'schedule', id: 'a', kind: 'recovery', at: input.at }]
        : effects,
    ),
    killedBy: 'nothing begins while the supervisor stops',
    subject: alone,
  },
  {
    name: 'a group tells a child that is being terminated',
    reduce: then((state, _, effects) =>
      tells(effects, 'group.restarting').length === 0
        ? effects
        : [
            ...effects,
            ...[...state.children.values()]
              .filter(({ state: at }) => at === 'stopping')
              .map(({ id }): Effect => ({
                type: 'tell',
                id,
                event: 'service.restart',
                context: undefined,
              })),
          ],
    ),
    killedBy: 'no directive is ignored',
    subject: oneForAll,
    options: { maxOrders: 1 },
  },
  {
    name: 'a group restart closes the incident of a sibling',
    reduce: then((state, _, effects) => {
      for (const path of tells(effects, 'child.cycled')) record(state, path).incident = undefined;
      return effects;
    }),
    killedBy: 'an incident ends only when it is closed',
    subject: oneForAll,
  },
  {
    name: 'a group restart charges a sibling',
    reduce: then((state, _, effects) => {
      for (const path of tells(effects, 'child.cycled')) {
        const { incident } = record(state, path);
        if (incident !== undefined) incident.attempts['restart'] = 1;
      }
      return effects;
    }),
    killedBy: 'an incident ends only when it is closed',
    subject: tree('one_for_all', {
      policy: policy({ retry: { maxAttempts: 1 }, restart: { maxAttempts: 2 } }),
    }),
  },
  {
    name: 'a recovery resets its own delay',
    reduce: then((state, input, effects) => {
      const isTried = tells(effects, 'recovery.attempted').length > 0;
      const { recovery } = isTried && 'id' in input ? record(state, input.id) : {};
      if (recovery !== undefined) recovery.attempts = 0;
      return effects;
    }),
    killedBy: 'recovery waits longer each time',
    subject: fromSupervisor({
      policy: policy({ TRANSIENT: ['fallback', 'fail'], RECOVERABLE: ['fallback', 'fail'] }),
      children: [child('a', worker)],
    }),
  },
  {
    name: 'a permanent child that ends is taken for a transient one',
    reduce: (state, input, spec) => {
      if (input.type === 'report.exited') {
        const one = record(state, input.id);
        one.spec = { ...one.spec, restart: 'transient' };
        const effects = reduce(state, input, spec);
        one.spec = { ...one.spec, restart: 'permanent' };
        return effects;
      }
      return reduce(state, input, spec);
    },
    killedBy: /no permanent child is lost|health is never green/,
    subject: alone,
  },
  {
    name: 'an answer is lost',
    reduce: then((_, input, effects) =>
      input.type === 'report.startFailed'
        ? effects.filter(({ type }) => type !== 'answer')
        : effects,
    ),
    killedBy: 'every order is answered once',
    subject: alone,
    options: { maxOrders: 2 },
  },
  {
    name: 'the supervisor ends before its children',
    reduce: then((state, input, effects) =>
      input.type === 'supervisor.stop' && state.state === 'stopping'
        ? [...effects, { type: 'ended', ending: { kind: 'stop', reason: 'shutdown' } }]
        : effects,
    ),
    killedBy: 'nothing outlives its supervisor',
    subject: alone,
  },
  {
    name: 'a child that pauses is started while its dependency is down',
    reduce: (state, input, spec) => {
      for (const one of state.children.values())
        one.spec = { ...one.spec, pausesWithDependency: false };
      return reduce(state, input, spec);
    },
    killedBy: 'a child that pauses starts only when its dependencies are up',
    subject: fromSupervisor({
      policy: SHORT,
      children: [
        child('a', worker),
        child('b', worker, { dependsOn: ['a'], whenDependencyDown: 'pause' }),
      ],
    }),
  },
  {
    name: 'a stop that takes too long is waited for without end',
    reduce: (state, input, spec) =>
      input.type === 'report.stopOverdue' ? [] : reduce(state, input, spec),
    killedBy:
      /every (fault of a comes to an end|shutdown ends|start and group restart ends)|rests well/,
    subject: alone,
  },
  {
    name: 'a retry that fails is retried without end',
    reduce: (state, input, spec) => {
      if (input.type === 'report.attemptSettled') {
        const { incident } = record(state, input.id);
        if (incident !== undefined) incident.attempts['retry'] = 0;
      }
      return reduce(state, input, spec);
    },
    killedBy: 'the budget of each step is kept',
    subject: alone,
  },
];
