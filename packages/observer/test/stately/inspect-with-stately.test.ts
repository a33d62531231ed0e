import { once } from 'node:events';
import { child, fromSupervisor, refAt, serviceFrom, stop } from '@kintsugi/actors';
import { createTestClock, faultyService } from '@kintsugi/actors/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createActor, createMachine, fromPromise } from 'xstate';
import { inspectWithStately, type StatelyInspection } from '../../src/index.ts';
import { plantShop } from './plant.ts';
import { actorNamed, names, openViewer, story } from './viewers.ts';

const open: StatelyInspection[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((inspection) => inspection.detach()));
});

async function inspected(tree: Parameters<typeof inspectWithStately>[0]): Promise<string> {
  const inspection = await inspectWithStately(tree, { port: 0 });
  open.push(inspection);
  return inspection.url;
}

const ALL = ['supervisor', 'db', 'billing', 'cart', 'worker'];

const told = (viewer: ReturnType<typeof openViewer>, all: readonly string[] = ALL) =>
  expect.poll(() => names(viewer)).toEqual(all);

describe('inspectWithStately', () => {
  it('shows a viewer that comes late the whole tree: who is below whom, and how each stands', async () => {
    const { tree } = await plantShop();
    refAt(tree, 'billing/cart').send({ type: 'add' });
    const viewer = openViewer(await inspected(tree));
    await told(viewer);
    const idOf = (name: string) => actorNamed(viewer, name).sessionId;
    const parents = ALL.map((name) => actorNamed(viewer, name).parentId);
    expect(parents).toEqual([
      undefined,
      idOf('supervisor'),
      idOf('supervisor'),
      idOf('billing'),
      idOf('cart'),
    ]);
    expect(new Set(viewer.map(({ rootId }) => rootId))).toEqual(new Set([tree.sessionId]));
    expect(actorNamed(viewer, 'worker').snapshot).toEqual({
      status: 'active',
      value: 'full',
      context: { circle: { n: 1, self: '[circular]' }, size: '10n' },
      tags: [],
    });
  });

  it('tells events, from whom they are, and where they have led', async () => {
    const { tree } = await plantShop();
    const viewer = openViewer(await inspected(tree));
    await told(viewer);
    refAt(tree, 'billing/cart').send({ type: 'add' });
    const { sessionId } = actorNamed(viewer, 'worker');
    await expect
      .poll(() => story(viewer, sessionId))
      .toEqual(['+ active "empty"', '> add', 'active "full"']);
  });

  it('every viewer is shown all, however many actors there are, and again when it comes back', async () => {
    const children = Array.from({ length: 500 }, (_, index) =>
      child(`s${index}`, faultyService().service),
    );
    const clock = createTestClock();
    const tree = createActor(fromSupervisor({ children }), { clock }).start();
    await clock.settle();
    const url = await inspected(tree);
    for (let times = 0; times < 3; times++) {
      const viewer = openViewer(url);
      await expect.poll(() => names(viewer).length).toBe(501);
    }
  });

  it('tells a crash as a snapshot with the error, and the next life as another actor', async () => {
    const { tree, clock } = await plantShop();
    const viewer = openViewer(await inspected(tree));
    await told(viewer);
    const { sessionId } = actorNamed(viewer, 'worker');
    refAt(tree, 'billing/cart').send({ type: 'fail' });
    await clock.advance(60_000);
    await told(viewer, [...ALL, 'worker']);
    const crash = viewer.findLast((event) => event.sessionId === sessionId);
    expect(crash).toMatchObject({
      type: '@xstate.snapshot',
      snapshot: {
        status: 'error',
        error: { name: 'RangeError', message: 'out of stock', cause: { message: 'no more' } },
      },
    });
    expect(actorNamed(viewer, 'worker').sessionId).not.toBe(sessionId);
  });

  it('an actor that is no machine has a chart of its statuses; one that was stopped is shown so', async () => {
    const { tree } = await plantShop();
    const viewer = openViewer(await inspected(tree));
    await told(viewer);
    refAt(tree, 'billing/cart').send({ type: 'help' });
    refAt(tree, 'billing/cart').send({ type: 'dismiss' });
    await told(viewer, [...ALL, 'counter']);
    const { sessionId, definition = '' } = actorNamed(viewer, 'counter');
    expect(Object.keys(createMachine(JSON.parse(definition) as never).states)).toEqual([
      'active',
      'done',
      'error',
      'stopped',
    ]);
    await expect
      .poll(() => story(viewer, sessionId))
      .toEqual(['+ active "active"', '> xstate.init', 'active "active"', 'stopped "stopped"']);
  });

  it('shows charts to any depth, with names for what cannot be sent', async () => {
    const nested = (level: number): object =>
      level === 0 ? {} : { initial: 'in', states: { in: nested(level - 1) } };
    const machine = createMachine({
      id: 'deep',
      ...nested(30),
      invoke: { src: fromPromise(() => new Promise<never>(() => undefined)), onDone: '.in' },
      on: {
        go: {
          target: '.in',
          guard: function isReady() {
            return true;
          },
          actions: 'shout',
        },
      },
      meta: { big: 1n, circle: [] },
    } as never);
    const clock = createTestClock();
    const tree = createActor(fromSupervisor({ children: [child('w', serviceFrom(machine))] }), {
      clock,
    }).start();
    await clock.settle();
    const viewer = openViewer(await inspected(tree));
    await expect.poll(() => names(viewer)).toContain('worker');
    const { definition = '', snapshot } = actorNamed(viewer, 'worker');
    const shown = createMachine(JSON.parse(definition) as never);
    expect(shown.resolveState({ value: snapshot.value as never }).value).toEqual(snapshot.value);
    expect(JSON.parse(definition)).toMatchObject({
      id: 'deep',
      invoke: [{ src: '(inline)', onDone: '.in' }],
      on: { go: { target: '.in', guard: '[function isReady]', actions: 'shout' } },
      meta: { big: '1n' },
    });
  });

  it('tells the end of a tree, and shows one that has ended', async () => {
    const { tree } = await plantShop();
    const url = await inspected(tree);
    const viewer = openViewer(url);
    await told(viewer);
    await stop(tree);
    await expect.poll(() => story(viewer, tree.sessionId).at(-1)).toBe('done "stopped"');
    const late = openViewer(url);
    await told(late, ['supervisor']);
    expect(late[0]).toMatchObject({ snapshot: { status: 'done' } });
  });
});

describe('the server of inspectWithStately', () => {
  const ask = async (url: string, init: RequestInit = {}) => (await fetch(url, init)).status;

  async function knock(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
    const socket = new WebSocket(url.replace('http:', 'ws:'), { headers });
    return new Promise((resolve, reject) => {
      socket.on('open', () => {
        resolve(101);
        socket.terminate();
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', reject);
    });
  }

  it('admits what is no browser and its own page, on this machine only, and serves one page', async () => {
    const { tree } = await plantShop();
    const url = await inspected(tree);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(await knock(url, {})).toBe(101);
    expect(await knock(url, { origin: url })).toBe(101);
    expect(await knock(url, { origin: 'http://localhost:1' })).toBe(401);
    expect(await knock(url, { origin: 'https://stately.ai' })).toBe(401);
    expect(await knock(url, { host: 'evil.example' })).toBe(401);
    expect(await ask(url)).toBe(200);
    expect(await ask(`${url}/x`)).toBe(404);
    expect(await ask(url, { method: 'POST' })).toBe(405);
    expect(await ask(url, { headers: { origin: 'https://evil.example' } })).toBe(403);
  });

  it('admits pages of the sites that were named, and shows its own page to none of them', async () => {
    const { tree } = await plantShop();
    const origins = ['http://localhost:3000'];
    const { url, detach } = await inspectWithStately(tree, { port: 0, origins });
    expect(await knock(url, { origin: 'http://localhost:3000' })).toBe(101);
    expect(await knock(url, { origin: 'http://localhost:3001' })).toBe(401);
    expect(await ask(url, { headers: { origin: 'http://localhost:3000' } })).toBe(403);
    await detach();
  });

  it('lets go of everything: the sockets, the port, the tree', async () => {
    const { tree } = await plantShop();
    const { url, detach } = await inspectWithStately(tree, { port: 0 });
    const socket = new WebSocket(url.replace('http:', 'ws:'));
    await once(socket, 'message');
    await detach();
    await detach();
    await expect.poll(() => socket.readyState).toBe(WebSocket.CLOSED);
    const again = await inspectWithStately(tree, { port: Number(new URL(url).port) });
    await again.detach();
  });

  it.each([
    ['an unknown option', { prot: 1 }, 'prot'],
    ['a port that is none', { port: 65_536 }, 'port'],
    ['a viewer that is no address', { viewer: 'stately' }, 'viewer'],
    ['redact that is no list', { redact: 'password' }, 'redact'],
    ['an origin with a path', { origins: ['https://stately.ai/'] }, 'origins'],
    ['a viewer of another kind', { viewer: 'javascript:alert(1)' }, 'viewer'],
  ])('%s is refused', async (_name, options, option) => {
    const { tree } = await plantShop();
    await expect(inspectWithStately(tree, options as object)).rejects.toMatchObject({ option });
  });

  it('a port that is taken, and what is no tree, are refused', async () => {
    const { tree } = await plantShop();
    const port = Number(new URL(await inspected(tree)).port);
    await expect(inspectWithStately(tree, { port })).rejects.toThrow(/port must be .*EADDRINUSE/);
    await expect(inspectWithStately(refAt(tree, 'db') as never)).rejects.toMatchObject({
      code: 'NOT_A_TREE',
    });
  });
});
