import { child, fromSupervisor, policy } from '@kintsugi/actors';
import {
  type Effect,
  isRetryable,
  type JudgedFault,
  reduce,
  type SupervisorState,
} from '@kintsugi/core';
import {
  described,
  misheard,
  type PlantedBug,
  record,
  SHORT,
  some,
  tells,
  afterwards,
  tree,
  worker,
} from './planted-bug.ts';

const oneForOne = tree('one_for_one');
const oneForAll = tree('one_for_all');
const restForOne = tree('rest_for_one');
const alone = fromSupervisor({ policy: SHORT, children: [child('a', worker)] });
const limited = fromSupervisor({
  policy: SHORT,
  intensity: { maxRestarts: 1, withinMs: 5_000 },
  children: [child('a', worker)],
});

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

function isCritical({ severity }: JudgedFault): boolean {
  return severity === 'CRITICAL';
}

/** What is said and done at the wrong time, too often, or not at all. */
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
      input.type === 'report.fault' && isRetryable(input.fault.origin) && isCritical(input.fault)
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
    reduce: afterwards((state, input, effects) => {
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
    reduce: afterwards((state, _, effects) => {
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
    killedBy: 'children stop in reverse order',
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
    reduce: afterwards((state, input, effects) => {
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
    reduce: afterwards((state, input, effects) => {
      if (input.type !== 'report.started') return effects;
      const { id } = input;
      const one = record(state, id);
      one.epoch += 1;
      one.incarnation += 1;
      const { epoch, incarnation } = one;
      return [...effects, { type: 'startChild', id, epoch, incarnation }];
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
    reduce: afterwards((_, input, effects) =>
      input.type === 'report.fault' && tells(effects, 'fault.absorbed').length > 0
        ? [...effects, { type: 'tell', id: input.id, event: 'service.restart', context: undefined }]
        : effects,
    ),
    killedBy: 'nothing begins while the supervisor stops',
    subject: oneForOne,
  },
  {
    name: 'a timer is set while the supervisor stops',
    reduce: afterwards((state, input, effects) =>
      input.type === 'supervisor.stop' && state.state === 'stopping'
        ? [...effects, { type: 'schedule', id: 'a', kind: 'recovery', at: input.at }]
        : effects,
    ),
    killedBy: 'nothing begins while the supervisor stops',
    subject: alone,
  },
  {
    name: 'a group tells a child that is being terminated',
    reduce: afterwards((state, _, effects) =>
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
    reduce: afterwards((state, _, effects) => {
      for (const path of tells(effects, 'child.cycled')) record(state, path).incident = undefined;
      return effects;
    }),
    killedBy: 'an incident ends only when it is closed',
    subject: oneForAll,
  },
  {
    name: 'a group restart charges a sibling',
    reduce: afterwards((state, _, effects) => {
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
    reduce: afterwards((state, input, effects) => {
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
    killedBy: 'restart types are obeyed',
    subject: alone,
  },
  {
    name: 'an answer is lost',
    reduce: afterwards((_, input, effects) =>
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
    reduce: afterwards((state, input, effects) => {
      if (input.type !== 'supervisor.stop' || state.state !== 'stopping') return effects;
      state.state = 'stopped';
      return [
        ...effects,
        { type: 'tellSelf', event: 'supervisor.stopped' },
        { type: 'ended', ending: { kind: 'stop', reason: 'shutdown' } },
      ];
    }),
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
    killedBy: 'what comes to rest rests well',
    subject: alone,
  },
  {
    name: 'a child is stopped again whenever it is to have proven itself',
    reduce: (state, input, spec) => {
      if (input.type !== 'agenda.due' || input.kind !== 'stable') return reduce(state, input, spec);
      const { id, kind, at } = input;
      const one = record(state, id);
      one.epoch += 1;
      if (one.timers !== undefined) one.timers.stable = at + 1;
      const { epoch } = one;
      return [
        { type: 'settleParked', id, fate: 'reject' },
        { type: 'stopChild', id, epoch, mode: 'brutal_kill', withinMs: 0 },
        { type: 'schedule', id, kind, at: at + 1 },
      ];
    },
    killedBy: 'mailboxes are bounded',
    subject: fromSupervisor({
      policy: SHORT,
      children: [child('a', worker, { shutdown: 'brutal_kill' })],
    }),
    options: { services: 1, maxFaults: 1, maxHangs: 0 },
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
