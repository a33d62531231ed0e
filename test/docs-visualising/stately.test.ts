import { child, fromSupervisor, service, stop } from '@kintsugi/actors';
import { inspectWithStately } from '@kintsugi/observer';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

const db = service({ handle: (text: string) => text });
const shop = fromSupervisor({ children: [child('db', db)] });

it('lets the Stately Inspector look at a running tree', async () => {
  const tree = createActor(shop).start();
  const { url, detach } = await inspectWithStately(tree, { port: 0 });
  // Open the address in a browser, whenever you like.
  expect(await (await fetch(url)).text()).toContain('https://stately.ai/inspect');
  await detach();
  await stop(tree);
});
