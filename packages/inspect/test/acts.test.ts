import { once } from 'node:events';
import { events$, refAt, stop, workerAt } from '@kintsugi/actors';
import { expect, describe, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { inspectTree, type InspectOptions } from '../src/index.ts';
import { plantShop } from './plant.ts';
import { openViewer, shown, story, type Viewer } from './viewers.ts';

async function shop(options: InspectOptions) {
  const planted = await plantShop();
  const { tree } = planted;
  const orders: string[] = [];
  events$(tree).subscribe((event) => {
    if (event.type === 'command.given')
      orders.push(`${event.path}: ${event.command} by ${event.by}`);
  });
  const { port = 0, url, detach } = await inspectTree(tree, options);
  onTestFinished(async () => {
    await detach();
    await stop(tree);
  });
  const all = [tree.id, 'db', 'billing', 'billing/cart', 'billing/cart/worker'];
  return { ...planted, port, url, orders, all, query: new URL(url ?? 'ws://x').search };
}

const seen = (viewer: Viewer, ids: readonly string[]) =>
  expect.poll(() => shown(viewer)).toEqual(ids);

/** Whatever it has sent before has been read when this is answered. */
async function isRead({ socket }: Viewer): Promise<void> {
  socket.ping();
  await once(socket, 'pong');
}

describe('an event from a viewer', () => {
  it('goes nowhere unless it is allowed, with the token', async () => {
    for (const allowActions of [false, true]) {
      const { tree, port, all, orders } = await shop({ port: 0, allowActions });
      const viewer = openViewer(port, '?token=0123456789abcdef');
      await seen(viewer, all);
      viewer.send('billing/cart/worker', { type: 'add' });
      await isRead(viewer);
      expect(workerAt(tree, 'billing/cart')?.getSnapshot().value).toBe('empty');
      expect(orders).toEqual([]);
    }
  });

  it('drives the actor, if it is allowed; it is told once, and once to every other viewer', async () => {
    const { port, all, tree, query, url } = await shop({ port: 0, allowActions: true });
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const [viewer, other] = [openViewer(port, query), openViewer(port)];
    await Promise.all([seen(viewer, all), seen(other, all)]);
    viewer.send('billing/cart/worker', { type: 'add' });
    await expect.poll(() => workerAt(tree, 'billing/cart')?.getSnapshot().value).toBe('full');
    for (const each of [viewer, other])
      await expect
        .poll(() => story(each, 'billing/cart/worker').slice(2))
        .toEqual(['> add', '"full"']);
    viewer.send('db', { type: 'supervisor.stop' });
    viewer.send(tree.id, { type: 'supervisor.terminateChild', id: 'db' } as never);
    await expect.poll(() => refAt(tree, 'db').getSnapshot().value).toBe('stopped');
    expect(tree.getSnapshot().value).toBe('running');
  });

  it('is told first, as an order to the supervisor or the service', async () => {
    const { port, all, orders, tree } = await shop({
      port: 0,
      allowActions: true,
      token: 'a-token-of-16-letters',
    });
    const viewer = openViewer(port, '?token=a-token-of-16-letters');
    await seen(viewer, all);
    viewer.send('billing/cart/worker', { type: 'add' });
    viewer.send('billing/cart', { type: 'service.recover' });
    viewer.send(tree.id, { type: 'supervisor.stop' });
    const by = 'by a viewer of @xstate/inspect';
    await expect
      .poll(() => orders)
      .toEqual([
        `billing/cart: add ${by}`,
        `billing/cart: service.recover ${by}`,
        `: supervisor.stop ${by}`,
      ]);
  });

  it('is never one of XState, by none of its names', async () => {
    const { tree, port, all, orders, query } = await shop({ port: 0, allowActions: true });
    const viewer = openViewer(port, query);
    await seen(viewer, all);
    for (const id of all)
      for (const type of [
        'xstate.stop',
        'xstate.init',
        'xstate.error.actor.worker',
        'error.platform.worker',
        'done.invoke.worker',
        'done.state.cart',
        'xstate.after(1)#cart',
        '*',
      ])
        viewer.send(id, { type });
    await isRead(viewer);
    expect(orders).toEqual([]);
    expect(tree.getSnapshot().status).toBe('active');
    expect(refAt(tree, 'db').getSnapshot().status).toBe('active');
    expect(workerAt(tree, 'billing/cart')?.getSnapshot().status).toBe('active');
  });

  it('over a server of ones own needs no token', async () => {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const { all, tree } = await shop({ server, allowActions: true });
    const address = server.address();
    const viewer = openViewer(typeof address === 'object' ? (address?.port ?? 0) : 0);
    await seen(viewer, all);
    viewer.send('billing/cart/worker', { type: 'add' });
    await expect.poll(() => workerAt(tree, 'billing/cart')?.getSnapshot().value).toBe('full');
  });
});
