import { ask, child, describeEvent, fromSupervisor, service, stop } from '@kintsugi/actors';
import { createActor } from 'xstate';

const gatewayHungUp = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const payments = service({
  start: () => ({ calls: 0 }),
  handle: (charge: { amount: number }, { resource: gateway, requestId }) => {
    gateway.calls += 1;
    if (gateway.calls === 1) throw gatewayHungUp();
    // The same id on every attempt: the gateway can tell that it is the same charge.
    return { paid: charge.amount, idempotencyKey: requestId };
  },
  fallback: (_charge, { requestId }) => ({ paid: 0, idempotencyKey: requestId }),
  stop: (gateway) => console.log(`closed after ${gateway.calls} calls`),
});

const shop = fromSupervisor({ children: [child('payments', payments, { shutdown: 5_000 })] });
const tree = createActor(shop);
tree.on('*', (event) => console.log(describeEvent(event)));
tree.start();

const receipt = await ask(tree, 'payments', { amount: 5 });
console.log('paid', receipt.paid);
await stop(tree);
