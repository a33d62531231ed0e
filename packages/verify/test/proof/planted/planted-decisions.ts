import { child, fromSupervisor, policy } from '@kintsugi/actors';
import { type ChildSpec, reduce, type Severity, type SupervisorSpec } from '@kintsugi/core';
import type { Reduce } from '../../../src/index.ts';
import {
  described,
  misheard,
  type PlantedBug,
  record,
  SHORT,
  tells,
  afterwards,
  tree,
  worker,
} from './planted-bug.ts';

const ONE_FAULT = { maxFaults: 1, maxHangs: 0 } as const;
const ALONE = { services: 1, maxFaults: 3, maxHangs: 0 } as const;

const alone = fromSupervisor({ policy: SHORT, children: [child('a', worker)] });
const strategies = {
  one_for_one: tree('one_for_one'),
  one_for_all: tree('one_for_all'),
  rest_for_one: tree('rest_for_one'),
};

/** One strategy is taken for another one. */
function misread(
  strategy: keyof typeof strategies,
  asIf: keyof typeof strategies,
): Omit<PlantedBug, 'killedBy'> {
  return {
    name: `${strategy} acts as ${asIf}`,
    reduce: described((spec) => ({ ...spec, strategy: asIf })),
    subject: strategies[strategy],
    options: ONE_FAULT,
  };
}

const judgedAs = (as: (severity: Severity) => Severity): Reduce =>
  misheard((input) =>
    'fault' in input && input.fault !== undefined
      ? { ...input, fault: { ...input.fault, severity: as(input.fault.severity) } }
      : input,
  );

/** Children of one restart type are taken for those of another one, while the reducer decides. */
const retyped =
  (from: ChildSpec['restart'], to: ChildSpec['restart']): Reduce =>
  (state, input, spec) => {
    const meant = [...state.children.values()].filter((one) => one.spec.restart === from);
    for (const one of meant) one.spec = { ...one.spec, restart: to };
    const effects = reduce(state, input, spec);
    for (const one of meant) one.spec = { ...one.spec, restart: from };
    return effects;
  };

const withPolicy = (change: (policy: SupervisorSpec['policy']) => SupervisorSpec['policy']) =>
  described((spec) => ({ ...spec, policy: change(spec.policy) }));

const transient = fromSupervisor({
  policy: SHORT,
  children: [child('a', worker, { restart: 'transient' })],
});

/** Another choice than the description and the fault ask for. */
export const PLANTED_DECISIONS: readonly PlantedBug[] = [
  ...[
    misread('one_for_all', 'one_for_one'),
    misread('one_for_one', 'one_for_all'),
    misread('rest_for_one', 'one_for_all'),
    misread('rest_for_one', 'one_for_one'),
  ].map((bug) => ({
    ...bug,
    killedBy: 'who fails is restarted with its group, and with nobody else',
  })),
  {
    name: 'CRITICAL is treated as RECOVERABLE',
    reduce: judgedAs((severity) => (severity === 'CRITICAL' ? 'RECOVERABLE' : severity)),
    killedBy: "the severity acted on is the fault's",
    subject: alone,
    options: ALONE,
  },
  {
    name: 'every fault is treated as CRITICAL',
    reduce: judgedAs(() => 'CRITICAL'),
    killedBy: "the severity acted on is the fault's",
    subject: alone,
    options: ALONE,
  },
  {
    name: 'repeated failures are never raised',
    reduce: withPolicy((given) => ({ ...given, pattern: { ...given.pattern, failures: 100 } })),
    killedBy: "the severity acted on is the fault's",
    subject: alone,
    options: ALONE,
  },
  {
    name: 'the long window is ignored',
    reduce: withPolicy((given) => ({
      ...given,
      longWindow: { ...given.longWindow, restarts: Infinity },
    })),
    killedBy: "the severity acted on is the fault's",
    subject: fromSupervisor({
      policy: policy({
        retry: { maxAttempts: 1 },
        restart: { maxAttempts: 3 },
        longWindow: { restarts: 1 },
      }),
      children: [child('a', worker)],
    }),
    options: ALONE,
  },
  {
    name: 'a temporary child is restarted',
    reduce: retyped('temporary', 'permanent'),
    killedBy: 'restart types are obeyed',
    subject: fromSupervisor({
      policy: SHORT,
      children: [child('a', worker, { restart: 'temporary' })],
    }),
    options: ALONE,
  },
  {
    name: 'a transient child is restarted after a normal exit',
    reduce: retyped('transient', 'permanent'),
    killedBy: 'restart types are obeyed',
    subject: transient,
    options: ALONE,
  },
  {
    name: 'a transient child is treated as temporary',
    reduce: retyped('transient', 'temporary'),
    killedBy: 'restart types are obeyed',
    subject: transient,
    options: ALONE,
  },
  {
    name: 'automatic shutdown is ignored',
    reduce: described((spec) => ({ ...spec, autoShutdown: 'never' })),
    killedBy: 'automatic shutdown is kept',
    subject: tree('one_for_one', {
      autoShutdown: 'any_significant',
      children: [child('a', worker, { restart: 'transient', significant: true })],
    }),
    options: ALONE,
  },
  {
    name: 'automatic shutdown comes with the first instead of the last',
    reduce: described((spec) => ({ ...spec, autoShutdown: 'any_significant' })),
    killedBy: 'automatic shutdown is kept',
    subject: tree('one_for_one', {
      autoShutdown: 'all_significant',
      children: ['a', 'b'].map((id) =>
        child(id, worker, { restart: 'transient', significant: true }),
      ),
    }),
    options: { maxFaults: 2, maxHangs: 0 },
  },
  {
    name: 'the intensity trips one too early',
    reduce: described((spec) => ({
      ...spec,
      intensity: spec.intensity && { ...spec.intensity, maxRestarts: 1 },
    })),
    killedBy: 'the intensity is kept',
    subject: fromSupervisor({
      policy: policy({ retry: { maxAttempts: 1 }, restart: { maxAttempts: 3 } }),
      intensity: { maxRestarts: 2, withinMs: 5_000 },
      children: [child('a', worker)],
    }),
    options: { ...ALONE, maxFaults: 2 },
  },
  {
    name: 'the restart budget ends one too early',
    reduce: withPolicy((given) => ({ ...given, restart: { ...given.restart, maxAttempts: 1 } })),
    killedBy: 'the first step that serves is taken',
    subject: fromSupervisor({
      policy: policy({ retry: { maxAttempts: 1 }, restart: { maxAttempts: 2 } }),
      children: [child('a', worker)],
    }),
    options: ALONE,
  },
  {
    name: 'terminateChild is answered ok, and nothing is done',
    reduce: (state, input, spec) =>
      input.type === 'command.terminateChild'
        ? [{ type: 'answer', ticket: input.ticket, result: { ok: true } }]
        : reduce(state, input, spec),
    killedBy: 'an order that is answered ok is carried out',
    subject: alone,
    options: { services: 1, maxFaults: 0, maxOrders: 1 },
  },
  {
    name: 'a child that is to be restarted is let go when it has stopped',
    reduce: (state, input, spec) => {
      const one = 'id' in input ? state.children.get(input.id) : undefined;
      if (input.type !== 'report.stopped' || one?.state !== 'restarting')
        return reduce(state, input, spec);
      Object.assign(one, { state: 'stopped', life: 'none', phase: undefined });
      return [{ type: 'tell', id: one.id, event: 'service.exited', context: undefined }];
    },
    killedBy: 'no permanent child is lost',
    subject: alone,
    options: ALONE,
  },
  {
    name: 'a child that has been retried is taken for one without a life',
    reduce: afterwards((state, _, effects) => {
      for (const path of tells(effects, 'child.recovered')) record(state, path).life = 'none';
      return effects;
    }),
    killedBy: 'health is never green while a permanent child is down',
    subject: alone,
    options: ALONE,
  },
  {
    name: 'the reducer throws when a restart fails',
    reduce: (state, input, spec) => {
      if (input.type === 'report.startFailed' && state.children.get(input.id)?.incident)
        throw new Error('planted');
      return reduce(state, input, spec);
    },
    killedBy: 'the reducer answers',
    subject: alone,
    options: ALONE,
  },
];
