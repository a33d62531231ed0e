import {
  ask as askService,
  child,
  events$,
  fromSupervisor,
  startChild,
  type SupervisionEvent,
  tell,
  type Tree,
} from '@kintsugi/actors';
import { listenersOf } from '@kintsugi/actors/inspection';
import { createTestClock } from '@kintsugi/actors/testing';
import { describe, expect, it } from 'vitest';
import { type ActorLogic, createActor, type Snapshot } from 'xstate';
import { ask, look } from './open.ts';
import { open, payments, plantShop } from './shop.ts';

/** Logic of somebody's own, whose snapshot cannot be looked at. */
const unreadable: ActorLogic<Snapshot<undefined>, { type: string }> = {
  getInitialSnapshot: () => ({
    status: 'active',
    output: undefined,
    error: undefined,
    get context() {
      throw new Error('no context: pin=1234, sorry');
    },
  }),
  transition: (snapshot) => snapshot,
  getPersistedSnapshot: (snapshot) => snapshot,
};

/** Whatever holds a tree may be somebody's own object: this one can be broken, for so many looks at it. */
function brittle(tree: Tree<unknown>) {
  const state = { failures: 0 };
  const held: Tree<unknown> = {
    getSnapshot() {
      if (state.failures === 0) return tree.getSnapshot();
      state.failures -= 1;
      throw new Error('out of reach');
    },
  };
  return { held, state };
}

describe('what cannot be shown', () => {
  it('is a 500 with a sentence, and nobody else suffers from it', async () => {
    const logic = fromSupervisor({ children: [child('odd', unreadable), child('even', payments)] });
    const tree = createActor(logic, { clock: createTestClock() }).start();
    const { url } = await open(tree, { redact: ['pin'] });
    const { status, json } = await ask(url, '/service?path=odd');
    expect([status, json]).toEqual([
      500,
      { ok: false, reason: 'this cannot be shown: Error: no context: pin=[redacted], sorry' },
    ]);
    expect((await ask(url, '/service?path=even')).status).toBe(200);
    expect(await askService(tree, 'even', { amount: 3 })).toBe(3);
  });

  it('is a 500 also when the recorder fails', async () => {
    const { tree, recorder } = plantShop();
    const broken = {
      ...recorder,
      recording: () => {
        throw new Error('it was dropped');
      },
    };
    const { url } = await open(tree, { recorder: broken });
    for (const path of ['/history', '/bundle', '/service?path=once'])
      expect((await ask(url, path)).json).toEqual({
        ok: false,
        reason: 'this cannot be shown: Error: it was dropped',
      });
    expect((await (await look(url)).first).nodes).toHaveLength(6);
  });

  it('is a 500 for a viewer who comes then, and leaves no listener', async () => {
    const { tree } = plantShop();
    const { held, state } = brittle(tree);
    const { url } = await open(held);
    state.failures = Infinity;
    expect((await ask(url, '/stream')).status).toBe(500);
    state.failures = 0;
    expect(listenersOf(tree)).toBe(0);
    const viewer = await look(url);
    expect((await viewer.first).nodes).toHaveLength(6);
  });

  it.each([
    ['told once as an event, by a tree that can be told', 1, 1],
    ['no matter to a tree that cannot be told', Infinity, 0],
  ])('is %s, and shown when it can be', async (_how, failuresOfHeld, told) => {
    const { tree } = plantShop();
    const { held, state } = brittle(tree);
    const failed: SupervisionEvent[] = [];
    events$(tree).subscribe((event) => {
      if (event.type === 'observer.failed') failed.push(event);
    });
    const { url, pageClock } = await open(held);
    const viewer = await look(url);
    await viewer.first;
    tell(tree, 'billing/payments', { crash: new Error('refused') });
    state.failures = failuresOfHeld;
    await pageClock.advance(50);
    expect(viewer.messages).toHaveLength(1);
    state.failures = 0;
    await startChild(tree, 'rooms', { id: 'lobby' });
    await pageClock.advance(50);
    await expect.poll(() => viewer.messages.length).toBe(2);
    expect(viewer.messages[1]).toMatchObject({ event: 'delta', id: '1' });
    const paths = viewer.messages[1]?.data.nodes.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['billing/payments', 'rooms/lobby']));
    expect(failed).toHaveLength(told);
    expect(failed).toMatchObject(
      failed.map(() => ({ observer: 'page', error: { message: 'out of reach' } })),
    );
  });
});
