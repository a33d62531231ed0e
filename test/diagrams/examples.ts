import { ask, child, describeTree, fromSupervisor, service } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import type { SupervisionEvent, SupervisorDescription } from '@kintsugi/core';
import { createActor } from 'xstate';

const worker = service({ handle: (request: string) => request });
const billing = fromSupervisor({
  strategy: 'rest_for_one',
  children: [child('payments', worker), child('invoices', worker, { restart: 'transient' })],
});
const shop = fromSupervisor({
  children: [
    child('db', worker),
    child('billing', billing, { dependsOn: ['db'] }),
    child('cart', worker),
  ],
});

/** The tree of README.md. */
export function shopTree(): readonly SupervisorDescription[] {
  return describeTree(shop);
}

const ledger = service({
  start: ({ incarnation }) => {
    if (incarnation > 1) throw new Error('its file is locked');
  },
  handle: ({ amount }: { amount: number }): string => {
    throw new Error(`cannot book amount=${amount}`);
  },
});

/** What happens to the ledger of docs/incidents.md, until it answers from its fallback. */
export async function ledgerIncident(): Promise<readonly SupervisionEvent[]> {
  const clock = createTestClock();
  const events: SupervisionEvent[] = [];
  const tree = createActor(fromSupervisor({ children: [child('ledger', ledger)] }), { clock });
  tree.on('*', (event) => events.push(event));
  tree.start();
  ask(tree, 'ledger', { amount: 5 }).catch(() => undefined);
  await clock.advance(10_000);
  return events.filter(
    ({ type, incident }) => incident === 'ledger#1' && !type.startsWith('alert'),
  );
}
