import { listenersOf, systemClock } from '@kintsugi/actors/inspection';
import { expect, it } from 'vitest';
import { heapAfterCollection } from './heap.ts';
import { look } from './open.ts';
import { open, plantShop } from './shop.ts';

const AT_ONCE = 50;

async function visit(url: string, times: number): Promise<void> {
  for (let round = 0; round < times / AT_ONCE; round++) {
    const viewers = await Promise.all(Array.from({ length: AT_ONCE }, () => look(url)));
    await Promise.all(viewers.map(({ first }) => first));
    await Promise.all(viewers.map((viewer) => viewer.leave()));
  }
}

it('a viewer that comes and goes 1,000 times leaves nothing on the heap', async () => {
  const { tree } = plantShop();
  const { url } = await open(tree, { clock: systemClock });
  await visit(url, 200);
  await expect.poll(() => listenersOf(tree)).toBe(0);
  const before = await heapAfterCollection();
  await visit(url, 1_000);
  await expect.poll(() => listenersOf(tree)).toBe(0);
  // A viewer that is not let go of is 6 kB.
  expect((await heapAfterCollection()) - before).toBeLessThan(1_000_000);
});
