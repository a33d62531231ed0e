import { child, fromSupervisor, service, stop } from '@kintsugi/actors';
import { inspectTree } from '@kintsugi/inspect';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

const db = service({ handle: (text: string) => text });
const shop = fromSupervisor({ children: [child('db', db)] });

it('lets viewers look at a running tree', async () => {
  const tree = createActor(shop).start();
  const { port, detach } = await inspectTree(tree, { port: 0 });
  // A viewer connects to ws://127.0.0.1:<port>, whenever it likes.
  expect(port).toBeGreaterThan(0);
  await detach();
  await stop(tree);
});
