import { listenersOf } from '@kintsugi/actors/inspection';
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
  const { url, pageClock } = await open(tree);
  // The server hears of the last to go a moment after that.
  const letGo = () =>
    expect
      .poll(async () => {
        await pageClock.advance(10_000);
        return listenersOf(tree);
      })
      .toBe(0);
  await visit(url, 200);
  await letGo();
  const before = await heapAfterCollection();
  await visit(url, 1_000);
  await letGo();
  // A viewer that is not let go of is 6 kB.
  expect((await heapAfterCollection()) - before).toBeLessThan(1_000_000);
});
