import { child, fromSupervisor, policy, tell } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';
import { ask, look } from './open.ts';
import { open, payments, plantShop } from './shop.ts';

const unlimited = policy({
  restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } },
  longWindow: { restarts: Infinity },
  pattern: { failures: 1_000_000 },
});

it('64 may look at once; the next is told so, and may when one has gone', async () => {
  const { tree } = plantShop();
  const { url } = await open(tree);
  const viewers = await Promise.all(Array.from({ length: 64 }, () => look(url)));
  await Promise.all(viewers.map(({ first }) => first));
  expect(await ask(url, '/stream')).toMatchObject({
    status: 503,
    json: { ok: false, reason: 'as many pages as may look at once do so already: close one' },
  });
  // Everything else is answered.
  expect((await ask(url, '/service?path=once')).status).toBe(200);
  await viewers[0]?.leave();
  await expect.poll(async () => (await look(url)).response.statusCode).toBe(200);
});

it('a viewer that reads nothing for three beats is cut off, and those who read are not', async () => {
  const children = Array.from({ length: 100 }, (_, at) => child(`child-${at}`, payments));
  const logic = fromSupervisor({ children, policy: unlimited });
  const tree = createActor(logic, { clock: createTestClock() }).start();
  const { url, pageClock } = await open(tree);
  const [slow, quick] = await Promise.all([look(url), look(url)]);
  await Promise.all([slow.first, quick.first]);
  slow.response.pause();
  const error = new Error(`refused: ${'x'.repeat(1_000)}`);
  for (let batch = 1; batch <= 60; batch++) {
    for (let at = 0; at < 100; at++) tell(tree, `child-${at}`, { crash: error });
    await pageClock.advance(50);
    await expect.poll(() => quick.messages.length, { timeout: 30_000 }).toBe(batch + 1);
  }
  let isCut = false;
  slow.response.socket.on('close', () => {
    isCut = true;
  });
  await pageClock.advance(45_000);
  slow.response.resume();
  await expect.poll(() => isCut).toBe(true);
  expect(quick.response.closed).toBe(false);
  expect(quick.beats.length).toBeGreaterThanOrEqual(3);
});
