import { once } from 'node:events';
import { child, fromSupervisor, refAt, serviceFrom } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { assign, createActor, createMachine } from 'xstate';
import { inspectWithStately } from '../../src/index.ts';
import { heapAfterCollection } from '../heap.ts';
import { plantShop } from './plant.ts';

async function visit(url: string): Promise<void> {
  const socket = new WebSocket(url.replace('http:', 'ws:'));
  await once(socket, 'message');
  socket.close();
  await once(socket, 'close');
}

it('while nobody looks, nothing is looked at', async () => {
  let looks = 0;
  const looked = () =>
    Object.defineProperty({}, 'field', { enumerable: true, get: () => (looks += 1) });
  const machine = createMachine({
    context: { it: looked() },
    on: { go: { actions: assign({ it: looked }) } },
  });
  const tree = createActor(fromSupervisor({ children: [child('w', serviceFrom(machine))] }), {
    clock: createTestClock(),
  }).start();
  const { url, detach } = await inspectWithStately(tree, { port: 0 });
  const socket = new WebSocket(url.replace('http:', 'ws:'));
  await once(socket, 'message');
  refAt(tree, 'w').send({ type: 'go' });
  expect(looks).toBeGreaterThan(0);
  await detach();
  looks = 0;
  refAt(tree, 'w').send({ type: 'go' });
  expect(looks).toBe(0);
});

it('a viewer that comes and goes 1,000 times leaves nothing behind', async () => {
  const { tree } = await plantShop();
  const { url, detach } = await inspectWithStately(tree, { port: 0 });
  for (let times = 0; times < 200; times++) await visit(url);
  const before = await heapAfterCollection();
  for (let times = 0; times < 1_000; times++) await visit(url);
  // A viewer that is not let go of is 5 kB.
  expect((await heapAfterCollection()) - before).toBeLessThan(2_000_000);
  await detach();
});
