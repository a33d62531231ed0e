import {
  ask,
  child,
  ConfigurationError,
  fromSupervisor,
  recordFlight,
  refAt,
  ResourceUnavailableError,
  service,
} from '@kintsugi/actors';
import { injectFault, systemClock } from '@kintsugi/actors/inspection';
import { createTestClock } from '@kintsugi/actors/testing';
import { onTestFinished } from 'vitest';
import { assign, createActor, setup } from 'xstate';
import { open } from '../shop.ts';

/** When the shop was opened. */
export const NIGHT = Date.UTC(2027, 2, 4, 2, 11, 0);

const echo = service({ handle: (request: string) => request });
const payments = service({
  handle: (request: { readonly amount: number }) => {
    if (request.amount > 100) throw new ResourceUnavailableError('the card terminal is busy');
    return request.amount;
  },
});
const mail = service({
  start: () => 'connection',
  handle: (letter: string) => letter,
  fallback: () => 'kept for later',
});

const checkout = setup({
  types: {
    context: {} as { readonly items: number; readonly card: string },
    events: {} as { readonly type: 'ADD' | 'PAY' | 'APPROVED' | 'REFUSED' | 'BREAK' },
  },
}).createMachine({
  id: 'checkout',
  context: { items: 0, card: '4111 1111 1111 1111' },
  initial: 'browsing',
  on: {
    BREAK: {
      actions: () => {
        throw new RangeError('the basket has -1 items');
      },
    },
  },
  states: {
    browsing: {
      on: {
        ADD: { actions: assign({ items: ({ context }) => context.items + 1 }) },
        PAY: 'paying',
      },
    },
    paying: {
      initial: 'waiting',
      on: { REFUSED: 'browsing' },
      states: {
        waiting: { on: { APPROVED: 'booking' } },
        booking: { after: { 5_000: '#checkout.paid' } },
      },
    },
    paid: { type: 'final' },
  },
});

/** A shop in which, at eleven past two, a worker crashes, a terminal is busy and a password has expired. */
export async function troubledShop() {
  const clock = createTestClock(NIGHT);
  const shop = fromSupervisor({
    children: [
      child('db', echo),
      child(
        'billing',
        fromSupervisor({
          intensity: { maxRestarts: 5, withinMs: 60_000 },
          children: [
            child('payments', payments),
            child('checkout', checkout, { dependsOn: ['payments'] }),
            child('invoices', echo, { dependsOn: ['payments'] }),
          ],
        }),
      ),
      child('notify', fromSupervisor({ children: [child('mail', mail), child('push', echo)] })),
    ],
  });
  const tree = createActor(shop, { clock, input: { random: () => 0.5 } });
  const recorder = recordFlight(tree, { redact: ['card'] });
  tree.start();
  onTestFinished(() => void tree.stop());
  await clock.advance(95_000);
  injectFault(tree, 'notify/mail', new ConfigurationError('535 the password has expired'));
  await clock.advance(12_000);
  for (const type of ['ADD', 'ADD', 'BREAK'] as const)
    refAt(tree, 'billing/checkout').send({ type });
  await clock.advance(500);
  for (const type of ['ADD', 'PAY'] as const) refAt(tree, 'billing/checkout').send({ type });
  const observer = await open(tree, {
    recorder,
    redact: ['card'],
    allowActions: true,
    clock: systemClock,
  });
  return {
    ...observer,
    clock,
    /** The terminal is busy: retried while somebody looks. */
    charge: async () => {
      void ask(tree, 'billing/payments', { amount: 120 }).catch(() => undefined);
      void ask(tree, 'billing/payments', { amount: 12 }).catch(() => undefined);
      await clock.advance(2_500);
    },
  };
}
