import { child, fromSupervisor, refAt, serviceFrom } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { expect, it } from 'vitest';
import { assign, createActor, setup } from 'xstate5';
import { inspectTree } from '../src/index.ts';
import { openViewer, shown } from './viewers.ts';

/** A state and an event are called like what is hidden. */
const login = setup({
  types: { events: {} as { type: 'password'; password: string } | { type: 'fail' } },
}).createMachine({
  context: { user: { password: 's3cret-1' } },
  meta: { password: 's3cret-2' },
  initial: 'password',
  states: { password: {} },
  on: {
    password: { actions: assign(({ event }) => ({ user: event })) },
    fail: {
      actions: () => {
        throw new Error('refused: password=s3cret-3');
      },
    },
  },
});

it('what stands under a key of redact is not shown: in charts, contexts, events and errors', async () => {
  const clock = createTestClock();
  const tree = createActor(fromSupervisor({ children: [child('login', serviceFrom(login))] }), {
    clock,
  }).start();
  await clock.settle();
  const { port = 0, detach } = await inspectTree(tree, { port: 0, redact: ['password'] });
  const viewer = openViewer(port);
  const texts: string[] = [];
  viewer.socket.on('message', (data: Buffer) => texts.push(data.toString().replaceAll('\\', '')));
  const told = () => texts.join('\n');
  await expect.poll(() => shown(viewer)).toContain('login/worker');
  expect(told()).toContain('"password":{"id"');
  refAt(tree, 'login').send({ type: 'password', password: 's3cret-4' });
  refAt(tree, 'login').send({ type: 'fail' });
  await clock.advance(60_000);
  await expect.poll(told).toContain('refused: password=[redacted]');
  expect(told()).toContain('[redacted]');
  expect(told()).not.toContain('s3cret');
  await detach();
});
