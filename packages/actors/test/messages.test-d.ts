import { expectTypeOf, it } from 'vitest';
import { createActor, fromTransition, type SnapshotFrom } from 'xstate';
import {
  ask,
  child,
  deleteChild,
  fromDynamicSupervisor,
  fromSupervisor,
  recover,
  restartChild,
  service,
  tell,
} from '../src/index.ts';

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

it('an order that an instance of a template never obeys says why', () => {
  const leaf = service({ handle: (request: string) => request });
  const room = fromSupervisor({ children: [child('leaf', leaf)] });
  const rooms = fromDynamicSupervisor({ child: room });
  const floor = fromSupervisor({ children: [child('rooms', rooms)] });
  const house = fromSupervisor({ children: [child('floor', floor), child('leaf', leaf)] });
  type House = SnapshotFrom<typeof house>['children'];
  type NoRestart = 'an instance that has ended is gone: startChild starts another';
  type NoDelete = 'an instance goes by terminateChild: nothing is left to delete';
  expectTypeOf(restartChild<House, 'floor/rooms/1'>)
    .parameter(1)
    .toEqualTypeOf<NoRestart>();
  expectTypeOf(restartChild<House, `floor/rooms/${number}`>)
    .parameter(1)
    .toEqualTypeOf<NoRestart>();
  expectTypeOf(deleteChild<House, 'floor/rooms/1'>)
    .parameter(1)
    .toEqualTypeOf<NoDelete>();
  const tree = createActor(house);
  const atRunTime: string = 'floor/rooms/1';
  void restartChild(tree, 'leaf');
  void restartChild(tree, 'floor/rooms');
  void restartChild(tree, 'floor/rooms/1/leaf');
  void restartChild(tree, atRunTime);
  void deleteChild(tree, 'floor/rooms/1/leaf');
  void deleteChild(tree, atRunTime);
  // @ts-expect-error an instance
  void restartChild(tree, 'floor/rooms/1');
  // @ts-expect-error an instance
  void deleteChild(tree, 'floor/rooms/1');
  // @ts-expect-error no such child
  void deleteChild(tree, 'floor/roms');
});

it('a tree whose type is lost may be asked for anything', () => {
  expectTypeOf(ask(JSON.parse('{}'), 'whatever', 1)).toEqualTypeOf<Promise<unknown>>();
});
