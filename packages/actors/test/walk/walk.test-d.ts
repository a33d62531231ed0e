import { expectTypeOf, it } from 'vitest';
import { setup } from 'xstate';
import { createTestModel } from 'xstate/graph';
import { type LifecycleState, policy, selfHealing, service } from '../../src/index.ts';
import {
  lifecycleModel,
  type LifecycleSut,
  lifecycleSut,
  type LifecycleSystem,
} from '../../src/testing/index.ts';
import { serviceContract, walk } from '../../src/vitest/index.ts';

const drain = { step: 'drain', run: () => undefined } as const;
const patient = policy({ TRANSIENT: ['retry', drain, 'fail'] });
const nothing = () => undefined;

it('a lifecycle model has the states and the events of its policy', () => {
  const [path] = lifecycleModel(patient).getShortestPaths();
  expectTypeOf(path?.state.value).toEqualTypeOf<LifecycleState | 'drain' | undefined>();
  const [plain] = lifecycleModel(selfHealing).getShortestPaths();
  expectTypeOf(plain?.state.value).toEqualTypeOf<LifecycleState | undefined>();
  type Event = NonNullable<typeof path>['steps'][number]['event']['type'];
  expectTypeOf<Extract<Event, 'service.drain'>>().toEqualTypeOf<'service.drain'>();
  expectTypeOf<Extract<Event, 'service.flush'>>().toEqualTypeOf<never>();
});

it('a sut has ways for the events of the model, and assertions for its states', () => {
  const start = () => ({ volts: 1 });
  walk(lifecycleModel(patient), {
    start,
    events: {
      'service.drain': ({ volts }, { from, to }) => {
        expectTypeOf(volts).toEqualTypeOf<number>();
        expectTypeOf(from).toEqualTypeOf<LifecycleState | 'drain'>();
        expectTypeOf(to).toEqualTypeOf<LifecycleState | 'drain'>();
      },
    },
    states: { drain: ({ volts }) => volts },
    excluded: { 'drain service.fail': 'why', 'service.exited': 'why', degraded: 'why' },
  });
  // @ts-expect-error no such event
  walk(lifecycleModel(patient), { start, events: { 'service.flush': nothing }, states: nothing });
  // @ts-expect-error no such state
  walk(lifecycleModel(patient), { start, events: {}, states: { flush: nothing } });
  // @ts-expect-error no such move
  const excluded: LifecycleSut['excluded'] = { 'drain service.fail': 'why' };
  void excluded;
});

it('any flat chart of xstate/graph can be walked', () => {
  const lamp = setup({ types: { events: {} as { type: 'press' } } }).createMachine({
    initial: 'off',
    states: { off: { on: { press: 'on' } }, on: { on: { press: 'off' } } },
  });
  walk(createTestModel(lamp), { start: () => 0, events: { press: nothing }, states: nothing });
  // @ts-expect-error no such event
  walk(createTestModel(lamp), { start: () => 0, events: { pull: nothing }, states: nothing });
  const nested = setup({}).createMachine({
    initial: 'a',
    states: { a: { initial: 'b', states: { b: {} } } },
  });
  // @ts-expect-error a state within a state
  walk(createTestModel(nested), { start: () => 0, events: {}, states: nothing });
});

it('a service of one’s own is asked what it takes, and looked at in states that it has', () => {
  const payments = service({ handle: (charge: { amount: number }) => charge.amount });
  lifecycleSut(patient, { service: () => payments, request: { amount: 5 } });
  // @ts-expect-error wrong request
  lifecycleSut(patient, { service: () => payments, request: 'all of it' });
  lifecycleSut(patient, {
    states: { drain: (system) => expectTypeOf(system).toEqualTypeOf<LifecycleSystem>() },
  });
  // @ts-expect-error no such state
  lifecycleSut(selfHealing, { states: { drain: nothing } });
  serviceContract(() => ({ service: payments, request: { amount: 5 } }));
});
