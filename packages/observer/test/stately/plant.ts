import { child, fromSupervisor, serviceFrom } from '@kintsugi/actors';
import { createTestClock, faultyService } from '@kintsugi/actors/testing';
import { createActor, fromTransition, setup, spawnChild, stopChild } from 'xstate';

const circle: Record<string, unknown> = { n: 1 };
circle['self'] = circle;

/** A worker with everything that is hard to show: circles, helpers that are no machines, and a way to crash. */
const cart = setup({
  types: { events: {} as { type: 'add' | 'help' | 'dismiss' | 'fail' } },
  actors: { counter: fromTransition((count: number) => count + 1, 0) },
}).createMachine({
  id: 'cart',
  context: { circle, size: 10n },
  initial: 'empty',
  states: { empty: { on: { add: 'full' } }, full: {} },
  on: {
    help: { actions: spawnChild('counter', { id: 'counter' }) },
    dismiss: { actions: stopChild('counter') },
    fail: {
      actions: () => {
        throw new RangeError('out of stock', { cause: new Error('no more') });
      },
    },
  },
});

/** A tree on a test clock: a service of functions, and a nested supervisor with a machine below. */
export async function plantShop(inspect?: Parameters<typeof createActor>[1]) {
  const clock = createTestClock();
  const db = faultyService();
  const tree = createActor(
    fromSupervisor({
      children: [
        child('db', db.service),
        child('billing', fromSupervisor({ children: [child('cart', serviceFrom(cart))] })),
      ],
    }),
    { clock, ...inspect },
  ).start();
  await clock.settle();
  return { tree, clock, db };
}
