import { expectTypeOf, it } from 'vitest';
import { fromTransition, type SnapshotFrom } from 'xstate';
import { ask, child, fromSupervisor, recover, service, tell } from '../src/index.ts';

const billing = fromSupervisor({
  children: [
    child('payments', service({ handle: (charge: { amount: number }) => charge.amount })),
    child(
      'counter',
      fromTransition((n: number, _event: { type: 'INC' }) => n + 1, 0),
    ),
  ],
});
const shop = fromSupervisor({ children: [child('billing', billing)] });
type Refs = SnapshotFrom<typeof shop>['children'];

it('a wrong path is answered with those there are, at the level where it is wrong', () => {
  expectTypeOf(ask<Refs, 'biling/payments'>)
    .parameter(1)
    .toEqualTypeOf<'billing'>();
  expectTypeOf(ask<Refs, 'billing/paymnets'>)
    .parameter(1)
    .toEqualTypeOf<'billing/payments' | 'billing/counter'>();
  expectTypeOf(recover<Refs, 'billing/x'>)
    .parameter(1)
    .toEqualTypeOf<'billing/payments' | 'billing/counter'>();
});

it('what cannot be asked or told says why', () => {
  expectTypeOf(ask<Refs, 'billing'>)
    .parameter(1)
    .toEqualTypeOf<'a supervisor has no handle: ask one of its children'>();
  expectTypeOf(ask<Refs, 'billing/counter'>)
    .parameter(1)
    .toEqualTypeOf<'XState logic sends no reply: use tell, or workerAt'>();
  expectTypeOf(tell<Refs, 'billing'>)
    .parameter(1)
    .toEqualTypeOf<'a supervisor takes no messages: tell one of its children'>();
});

it('a tree whose type is lost may be asked for anything', () => {
  expectTypeOf(ask(JSON.parse('{}'), 'whatever', 1)).toEqualTypeOf<Promise<unknown>>();
});
