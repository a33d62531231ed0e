import { ask, events$, refAt, stop } from '@kintsugi/actors';
import { afterEach, describe, expect, it } from 'vitest';
import { inspectTree, type TreeInspection } from '../src/index.ts';
import { plantShop } from './plant.ts';
import { openViewer, registered, shown, story, type Viewer } from './viewers.ts';

const open: TreeInspection[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((inspection) => inspection.detach()));
});

async function shop() {
  const planted = await plantShop();
  const inspection = await inspectTree(planted.tree, { port: 0, allowActions: true });
  open.push(inspection);
  const all = [planted.tree.id, 'db', 'billing', 'billing/cart', 'billing/cart/worker'];
  return {
    ...planted,
    inspection,
    all,
    port: inspection.port ?? 0,
    query: new URL(inspection.url ?? '').search,
  };
}

const seen = (viewer: Viewer, ids: readonly string[]) =>
  expect.poll(() => shown(viewer)).toEqual(ids);

describe('inspectTree', () => {
  it('shows a viewer that comes late all that is there', async () => {
    const { port, all, tree } = await shop();
    const viewer = openViewer(port);
    await seen(viewer, all);
    // A second one, and the first once more, after the tree has moved on.
    refAt(tree, 'billing/cart').send({ type: 'add' });
    const late = openViewer(port);
    await seen(late, all);
    expect(registered(late.received, 'billing/cart/worker').state.value).toBe('full');
    await expect.poll(() => story(viewer, 'billing/cart/worker')).toContain('"full"');
  });

  it('shows charts that XState 4 understands, with the state and its next events', async () => {
    const { port, all, tree } = await shop();
    const viewer = openViewer(port);
    await seen(viewer, all);
    const at = (id: string) => {
      const { machine, state } = registered(viewer.received, id);
      return { key: machine.key, state: machine.resolveState(state) };
    };
    expect(at('db')).toMatchObject({ key: 'db', state: { value: 'running' } });
    expect(at('db').state.nextEvents).toContain('service.retry');
    expect(at('billing').state.value).toBe('running');
    expect(at('billing/cart/worker').state.nextEvents).toEqual(['help', 'fail', 'add']);
    expect(at(tree.id).state.value).toBe('running');
  });

  it('tells what happens to a service, event by event', async () => {
    const { port, all, tree, db, clock } = await shop();
    const viewer = openViewer(port);
    await seen(viewer, all);
    db.thenHandle(new TypeError('a bug'));
    await expect(Promise.race([ask(tree, 'db', 'a'), clock.advance(60_000)])).rejects.toThrow(
      'a bug',
    );
    await expect
      .poll(() => story(viewer, 'db'))
      .toEqual([
        'service.register',
        '> xstate.init',
        '> service.restart',
        '"restarting"',
        '> service.started',
        '"running"',
      ]);
  });

  it('shows a context with circles, numbers and dates that JSON does not know', async () => {
    const { port, all } = await shop();
    const viewer = openViewer(port);
    await seen(viewer, all);
    expect(registered(viewer.received, 'billing/cart/worker').state.context).toEqual({
      circle: { n: 1, self: '[circular]' },
      size: '10n',
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('tells a crash as an error event and a stop, and the next life as another actor', async () => {
    const { port, all, tree, clock } = await shop();
    const viewer = openViewer(port);
    await seen(viewer, all);
    const { sessionId } = registered(viewer.received, 'billing/cart/worker');
    refAt(tree, 'billing/cart').send({ type: 'fail' });
    await clock.advance(60_000);
    await expect
      .poll(() => registered(viewer.received, 'billing/cart/worker').sessionId)
      .not.toBe(sessionId);
    await seen(viewer, all);
    const told = viewer.received.filter((event) => event.sessionId === sessionId);
    expect(told.map(({ type }) => type).slice(-3)).toEqual([
      'service.event',
      'service.state',
      'service.stop',
    ]);
    const crash = {
      type: 'error.platform.worker',
      data: { name: 'RangeError', message: 'out of stock', cause: { message: 'no more' } },
    };
    expect(told.at(-3)).toMatchObject({ event: { name: crash.type, data: crash } });
    expect(told.at(-2)).toMatchObject({ state: { event: crash } });
  });

  it('an actor that is no machine has a chart of its statuses', async () => {
    const { port, all, tree } = await shop();
    const viewer = openViewer(port);
    await seen(viewer, all);
    refAt(tree, 'billing/cart').send({ type: 'help' });
    await seen(viewer, [...all, 'billing/cart/worker/poll']);
    const { machine, state } = registered(viewer.received, 'billing/cart/worker/poll');
    expect(machine.resolveState(state).value).toBe('active');
    expect(Object.keys(machine.states)).toEqual(['active', 'done', 'error', 'stopped']);
  });

  it('a tree that ends is told as stopped, below first', async () => {
    const { port, all, tree } = await shop();
    const viewer = openViewer(port);
    await seen(viewer, all);
    await stop(tree);
    await seen(viewer, []);
    expect(viewer.received.at(-1)).toMatchObject({
      type: 'service.stop',
      sessionId: tree.sessionId,
    });
  });

  it('what is no message of a viewer is ignored, and harms nobody', async () => {
    const { port, all, tree, query } = await shop();
    const failures: unknown[] = [];
    events$(tree).subscribe((event) => event.type === 'observer.failed' && failures.push(event));
    const viewer = openViewer(port, query);
    await seen(viewer, all);
    const { sessionId } = registered(viewer.received, 'db');
    const event = (parts: object) => JSON.stringify({ type: 'xstate.event', ...parts });
    const scxml = { name: 'x', $$type: 'scxml', origin: sessionId };
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '"xstate.inspecting"',
      event({}),
      event({ event: 5 }),
      event({ event: '{' }),
      event({ event: 'null' }),
      event({ event: JSON.stringify({ ...scxml, data: null }) }),
      event({ event: JSON.stringify({ ...scxml, data: { type: 5 } }) }),
      event({ event: JSON.stringify({ ...scxml, origin: 'x:nobody', data: { type: 'x' } }) }),
      event({ event: JSON.stringify({ ...scxml, data: { type: 'service.stop' } }) }),
      JSON.stringify({ type: 'disconnect' }),
      JSON.stringify({ type: 'unload' }),
      JSON.stringify({ type: 'service.stop', sessionId }),
    ])
      viewer.socket.send(text);
    viewer.socket.send(Buffer.from([1, 2, 3]));
    viewer.send('billing/cart/worker', { type: 'add' });
    await expect.poll(() => story(viewer, 'billing/cart/worker').at(-1)).toBe('"full"');
    expect(shown(viewer)).toEqual(all);
    expect(failures).toEqual([]);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('running');
  });
});
