import { child, fromSupervisor, tell } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';
import { look } from './open.ts';
import { open, payments } from './shop.ts';

it('a tree of 10,000 is told once as a whole, and then only what has changed', async () => {
  const children = Array.from({ length: 10_000 }, (_, at) => child(`child-${at}`, payments));
  const tree = createActor(fromSupervisor({ children }), { clock: createTestClock() }).start();
  const { url, pageClock } = await open(tree);
  const viewer = await look(url);
  expect((await viewer.first).nodes).toHaveLength(10_001);
  tell(tree, 'child-7', { crash: new Error('refused') });
  await pageClock.advance(50);
  await expect.poll(() => viewer.messages.length).toBe(2);
  expect(viewer.messages[1]?.data.nodes.map(({ path }) => path).toSorted()).toEqual([
    '',
    'child-7',
  ]);
});
