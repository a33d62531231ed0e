import { child, fromSupervisor, serviceFrom } from '@kintsugi/actors';
import { createTestClock, faultyService } from '@kintsugi/actors/testing';
import { createActor, fromPromise, setup, spawnChild } from 'xstate5';

const circle: Record<string, unknown> = { n: 1 };
circle['self'] = circle;

/** A worker with everything that is hard to show: circles, guards, helpers, and a way to crash. */
const cart = setup({
  types: { events: {} as { type: 'add' | 'pay' | 'help' | 'fail' } },
  actors: { poll: fromPromise(() => new Promise<never>(() => undefined)) },
}).createMachine({
  id: 'cart',
  context: { circle, size: 10n, at: new Date(0) },
  initial: 'empty',
  states: {
    empty: { on: { add: 'full' } },
    full: { on: { pay: 'paid' } },
    paid: { type: 'final' },
  },
  on: {
    help: { actions: spawnChild('poll', { id: 'poll' }) },
    fail: {
      actions: () => {
        throw new RangeError('out of stock', { cause: new Error('no more') });
      },
    },
  },
});

/** A tree on a test clock: a service of functions, and a nested supervisor with a machine below. */
export async function plantShop() {
  const clock = createTestClock();
  const db = faultyService();
  const tree = createActor(
    fromSupervisor({
      children: [
        child('db', db.service),
        child('billing', fromSupervisor({ children: [child('cart', serviceFrom(cart))] })),
      ],
    }),
    { clock },
  ).start();
  await clock.settle();
  return { tree, clock, db };
}
