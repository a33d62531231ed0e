import { child, fromSupervisor, service, stop } from '@kintsugi/actors';
import { inspectTree } from '@kintsugi/inspect';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

const db = service({ handle: (text: string) => text });
const shop = fromSupervisor({ children: [child('db', db)] });

it('lets a viewer of @xstate/inspect look at a running tree, and send it events', async () => {
  const tree = createActor(shop).start();
  // 8888 unless you say otherwise; a viewer on another site than stately.ai must be named.
  const origins = ['https://viz.example'];
  const { url = '', detach } = await inspectTree(tree, { port: 0, origins, allowActions: true });
  // Open `https://viz.example/viz?inspect&server=${encodeURIComponent(url)}`
  expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/\?token=/);
  await detach();
  await stop(tree);
});
