import {
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  recordFlight,
  service,
  type Tree,
} from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { onTestFinished } from 'vitest';
import { assign, createActor, setup } from 'xstate';
import { observe, type ObserveOptions } from '../src/index.ts';

export const payments = service({
  handle: (request: { readonly crash?: Error; readonly amount?: number }) => {
    if (request.crash !== undefined) throw request.crash;
    return request.amount;
  },
});

const cart = setup({
  types: {
    context: {} as { readonly items: readonly string[]; readonly password: string },
    events: {} as { readonly type: 'ADD'; readonly item: string } | { readonly type: 'PAY' },
  },
}).createMachine({
  id: 'cart',
  context: { items: [], password: 'hunter2' },
  initial: 'open',
  states: {
    open: {
      initial: 'empty',
      on: { PAY: '#cart.paying' },
      states: {
        empty: {
          on: {
            ADD: {
              target: 'filled',
              actions: assign({ items: ({ event }) => [event.item] }),
            },
          },
        },
        filled: { always: { target: 'empty', guard: ({ context }) => context.items.length === 0 } },
      },
    },
    paying: { after: { 1_000: 'paid' } },
    paid: { type: 'final' },
  },
});

/** A shop on a test clock: two services, one of them a machine, below a supervisor; and rooms that come and go. */
export function plantShop() {
  const clock = createTestClock();
  const logic = fromSupervisor({
    intensity: { maxRestarts: 5, withinMs: 60_000 },
    children: [
      child(
        'billing',
        fromSupervisor({
          intensity: { maxRestarts: 3, withinMs: 5_000 },
          children: [child('payments', payments), child('cart', cart, { dependsOn: ['payments'] })],
        }),
      ),
      child('rooms', fromDynamicSupervisor({ child: payments })),
      child('once', payments, { restart: 'temporary' }),
    ],
  });
  const tree = createActor(logic, { clock });
  const recorder = recordFlight(tree);
  tree.subscribe({ error: () => undefined });
  tree.start();
  return { tree, clock, recorder };
}

/** The page of a tree, by a clock that the test moves, until the test is over. */
export async function open(tree: Tree<unknown>, options: ObserveOptions = {}) {
  const pageClock = createTestClock();
  const observer = await observe(tree, { clock: pageClock, ...options });
  onTestFinished(() => observer.close());
  return { ...observer, pageClock };
}
