import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { child, fromSupervisor, refAt, serviceFrom } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { assign, createActor, createMachine } from 'xstate5';
import { inspectTree, type InspectOptions } from '../src/index.ts';
import { plantShop } from './plant.ts';
import { openViewer, shown } from './viewers.ts';

/** `101` when the connection is accepted, else the status that it was refused with. */
async function knock(port: number, headers: Readonly<Record<string, string>>): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}

async function collected(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let times = 0; times < 3; times++) {
    gc();
    // Gives sockets that are closed a turn of the event loop.
    await stat('.');
  }
  return process.memoryUsage().heapUsed;
}

describe('who may look at a tree', () => {
  it('what is no browser on this machine, and the pages of the sites that were named', async () => {
    const { tree } = await plantShop();
    const { port = 0, detach } = await inspectTree(tree, { port: 0 });
    const at = `127.0.0.1:${port}`;
    expect(await knock(port, {})).toBe(101);
    expect(await knock(port, { origin: 'http://localhost:3000' })).toBe(401);
    expect(await knock(port, { origin: 'https://stately.ai' })).toBe(101);
    expect(await knock(port, { host: at, origin: 'https://evil.example' })).toBe(401);
    expect(await knock(port, { host: 'evil.example' })).toBe(401);
    expect(await knock(port, { host: '127.0.0.1:1' })).toBe(401);
    await detach();
    const own = await inspectTree(tree, { port: 0, origins: ['https://viewer.example'] });
    expect(await knock(own.port ?? 0, { origin: 'https://viewer.example' })).toBe(101);
    expect(await knock(own.port ?? 0, { origin: 'https://stately.ai' })).toBe(401);
    await own.detach();
  });

  it('listens on the loopback interface only', async () => {
    const { tree } = await plantShop();
    const { port = 0, detach } = await inspectTree(tree, { port: 0 });
    // The same port is free on every other address of this machine.
    const other = new WebSocketServer({ host: '127.0.0.2', port });
    await once(other, 'listening');
    expect(other.address()).toMatchObject({ address: '127.0.0.2', port });
    other.close();
    await detach();
  });

  it('a server of ones own is used as it is, with those that are connected already, and stays open', async () => {
    const { tree } = await plantShop();
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const early = openViewer(port);
    await once(server, 'connection');
    const { port: none, detach } = await inspectTree(tree, { server });
    expect(none).toBeUndefined();
    const viewer = openViewer(port);
    await expect.poll(() => shown(viewer)).toHaveLength(5);
    early.socket.send(JSON.stringify({ type: 'xstate.inspecting' }));
    await expect.poll(() => shown(early)).toHaveLength(5);
    await detach();
    await expect.poll(() => viewer.socket.readyState).toBe(WebSocket.CLOSED);
    expect(await knock(port, {})).toBe(101);
    expect(server.listenerCount('connection')).toBe(0);
    server.close();
  });
});

describe('detach', () => {
  it('leaves the port, the process and the tree as they were', async () => {
    const { tree } = await plantShop();
    const others = { register: () => undefined };
    Reflect.set(globalThis, '__xstate__', others);
    const { port = 0, detach } = await inspectTree(tree, { port: 0 });
    const viewer = openViewer(port);
    await expect.poll(() => shown(viewer)).toHaveLength(5);
    expect(Reflect.get(globalThis, '__xstate__')).toBe(others);
    await detach();
    await detach();
    await expect.poll(() => viewer.socket.readyState).toBe(WebSocket.CLOSED);
    const again = await inspectTree(tree, { port });
    await again.detach();
    Reflect.deleteProperty(globalThis, '__xstate__');
    refAt(tree, 'billing/cart').send({ type: 'add' });
    expect(viewer.received.at(-1)?.type).not.toBe('service.state');
  });

  it.each([
    ['over which nothing was said', ''],
    ['with half a request', 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n'],
    [
      'of a viewer that never answers a close',
      [
        'GET / HTTP/1.1',
        'host: 127.0.0.1',
        'connection: upgrade',
        'upgrade: websocket',
        'sec-websocket-version: 13',
        'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
        '\r\n',
      ].join('\r\n'),
    ],
  ])('ends a connection %s', async (_name, said) => {
    const { tree } = await plantShop();
    const { port = 0, detach } = await inspectTree(tree, { port: 0 });
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(said);
    // Whoever is answered comes later than it: it is known to the server.
    expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(426);
    const ended = once(socket.resume(), 'end');
    await detach();
    await ended;
    socket.destroy();
  });

  it('two trees have viewers of their own', async () => {
    const [one, two] = [await plantShop(), await plantShop()];
    const first = await inspectTree(one.tree, { port: 0 });
    const second = await inspectTree(two.tree, { port: 0 });
    const viewer = openViewer(first.port ?? 0);
    const other = openViewer(second.port ?? 0);
    await expect.poll(() => shown(viewer)).toHaveLength(5);
    await expect.poll(() => shown(other)).toHaveLength(5);
    expect(shown(viewer)).toContain(one.tree.id);
    expect(shown(viewer)).not.toContain(two.tree.id);
    await Promise.all([first.detach(), second.detach()]);
  });
});

describe('while nobody looks', () => {
  it('nothing is looked at', async () => {
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
    const { port = 0, detach } = await inspectTree(tree, { port: 0 });
    const viewer = openViewer(port);
    await expect.poll(() => shown(viewer)).toHaveLength(3);
    expect(looks).toBeGreaterThan(0);
    viewer.close();
    await expect.poll(() => viewer.socket.readyState).toBe(WebSocket.CLOSED);
    looks = 0;
    // Connected, but it has not asked.
    const silent = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(silent, 'open');
    refAt(tree, 'w').send({ type: 'go' });
    expect(looks).toBe(0);
    silent.send(JSON.stringify({ type: 'xstate.inspecting' }));
    await once(silent, 'message');
    await detach();
    looks = 0;
    refAt(tree, 'w').send({ type: 'go' });
    expect(looks).toBe(0);
  });

  it('a viewer that comes and goes 1,000 times leaves nothing behind', async () => {
    const { tree } = await plantShop();
    const { port = 0, detach } = await inspectTree(tree, { port: 0 });
    const visit = async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}`);
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'xstate.inspecting' }));
      await once(socket, 'message');
      socket.close();
      await once(socket, 'close');
    };
    for (let times = 0; times < 200; times++) await visit();
    const before = await collected();
    for (let times = 0; times < 1_000; times++) await visit();
    // A viewer, its inspector and what it is shown are more than 30 kB.
    expect((await collected()) - before).toBeLessThan(3_000_000);
    await detach();
  });
});

describe('what is refused', () => {
  it.each([
    ['an unknown option', { ports: 1 }, 'ports'],
    ['a port that is none', { port: -1 }, 'port'],
    ['origins that are no list', { origins: 'https://stately.ai' }, 'origins'],
    ['an origin with a path', { origins: ['https://stately.ai/'] }, 'origins'],
    ['a server that is none', { server: {} }, 'server'],
    ['a token that is short', { token: 'abc' }, 'token'],
    ['actions that are neither', { allowActions: 1 }, 'allowActions'],
    ['a server beside a token', { server: {}, token: 'x'.repeat(16) }, 'server'],
    ['redact that is no list', { redact: 'password' }, 'redact'],
    ['a server beside a port', { server: {}, port: 1 }, 'server'],
  ])('%s', async (_name, options, option) => {
    const { tree } = await plantShop();
    await expect(inspectTree(tree, options as InspectOptions)).rejects.toMatchObject({ option });
  });

  it('a port that is taken', async () => {
    const { tree } = await plantShop();
    const { port = 0, detach } = await inspectTree(tree, { port: 0 });
    await expect(inspectTree(tree, { port })).rejects.toThrow(/port must be .*EADDRINUSE.*, got/);
    await detach();
  });

  it('what is no tree', async () => {
    const { tree } = await plantShop();
    await expect(inspectTree(refAt(tree, 'db') as never, { port: 0 })).rejects.toMatchObject({
      code: 'NOT_A_TREE',
    });
  });
});
