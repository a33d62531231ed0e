import { startChild, tell, terminateChild } from '@kintsugi/actors';
import { listenersOf, systemClock } from '@kintsugi/actors/inspection';
import { describe, expect, it } from 'vitest';
import { type Look, look } from './open.ts';
import { open, plantShop } from './shop.ts';

const crash = { crash: new Error('card refused') };

/** A batch has been told and has arrived. */
async function nextBatch(
  viewer: { readonly messages: readonly unknown[] },
  pageClock: { advance(ms: number): Promise<void> },
) {
  const before = viewer.messages.length;
  await pageClock.advance(50);
  await expect.poll(() => viewer.messages.length).toBeGreaterThan(before);
}

/** Restarts of the period, as they were told last. */
function usedBy(viewer: Look): number | undefined {
  const last = viewer.messages.at(-1)?.data.nodes.find(({ path }) => path === 'billing');
  return last?.supervisor?.intensity?.used;
}

describe('GET /stream', () => {
  it('tells a whole frame first: every place, parents first, with its charts', async () => {
    const { tree, clock } = plantShop();
    await clock.advance(500);
    const { url } = await open(tree);
    const viewer = await look(url);
    expect(viewer.response.headers['content-type']).toBe('text/event-stream');
    const frame = await viewer.first;
    expect(frame).toMatchObject({ acts: [], recording: false, revision: 0, at: 500, events: [] });
    expect(frame.nodes.map(({ path, state }) => `${path} ${state}`)).toEqual([
      ' running',
      'billing running',
      'billing/payments running',
      'billing/cart running',
      'rooms running',
      'once running',
    ]);
    expect(frame.nodes[1]).toEqual({
      path: 'billing',
      kind: 'supervisor',
      state: 'running',
      chart: 'supervisor-1',
      health: 'healthy',
      incarnation: 1,
      restarts: 0,
      upSince: 0,
      since: 0,
      supervisor: {
        strategy: 'one_for_one',
        intensity: { used: 0, maxRestarts: 3, withinMs: 5_000 },
        children: 2,
      },
    });
    expect(frame.nodes[3]).toMatchObject({ kind: 'service', dependsOn: ['payments'], waiting: 0 });
    for (const { chart, state } of frame.nodes)
      expect(Object.keys(frame.charts[chart]?.states ?? {})).toContain(state);
  });

  it('tells what has changed 50 ms later, in one batch, with the words of its events', async () => {
    const { tree, clock } = plantShop();
    const { url, pageClock } = await open(tree, { redact: ['card'] });
    const viewer = await look(url);
    await viewer.first;
    await clock.advance(20);
    tell(tree, 'billing/payments', { crash: new Error('refused: card=4711') });
    await pageClock.advance(49);
    expect(viewer.messages).toHaveLength(1);
    await nextBatch(viewer, pageClock);
    const told = viewer.messages[1];
    expect(told).toMatchObject({
      event: 'delta',
      id: '1',
      data: { revision: 1, at: 20, gone: [] },
    });
    const byPath = Object.fromEntries((told?.data.nodes ?? []).map((node) => [node.path, node]));
    expect(Object.keys(byPath).toSorted()).toEqual(['', 'billing', 'billing/payments']);
    expect(usedBy(viewer)).toBe(1);
    expect(byPath['billing/payments']).toMatchObject({
      state: 'running',
      cameFrom: 'restarting',
      incarnation: 2,
      restarts: 1,
      upSince: 20,
      incident: {
        id: 'billing/payments#1',
        severity: 'RECOVERABLE',
        nextStep: 'restart',
        error: 'Error: refused: card=[redacted]',
        faults: 1,
      },
    });
    const { events } = told?.data ?? { events: [] };
    expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1));
    expect(events.map(({ text }) => text)).toContain(
      'billing/payments has a new incident (billing/payments#1): RECOVERABLE',
    );
    expect(JSON.stringify(events)).not.toContain('4711');
  });

  it('tells who has come and who has gone, with all that was below', async () => {
    const { tree } = plantShop();
    const { url, pageClock } = await open(tree);
    const viewer = await look(url);
    await viewer.first;
    await startChild(tree, 'rooms', { id: 'lobby' });
    await nextBatch(viewer, pageClock);
    expect(viewer.messages[1]?.data.nodes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['rooms', 'rooms/lobby']),
    );
    await terminateChild(tree, 'rooms/lobby');
    await nextBatch(viewer, pageClock);
    expect(viewer.messages[2]?.data).toMatchObject({ gone: ['rooms/lobby'] });
    expect(viewer.messages[2]?.data.nodes.map(({ path }) => path)).not.toContain('rooms/lobby');
  });

  it('tells that everything has stopped when the tree’s actor is stopped, which no event tells', async () => {
    const { tree } = plantShop();
    const { url, pageClock } = await open(tree);
    const viewer = await look(url);
    await viewer.first;
    tree.stop();
    await nextBatch(viewer, pageClock);
    const { nodes = [] } = viewer.messages[1]?.data ?? {};
    expect(nodes.map(({ state, upSince, health }) => [state, upSince, health])).toEqual(
      Array.from({ length: 6 }, () => ['stopped', null, undefined]),
    );
  });

  it('tells a second viewer what the first has been told, by a whole frame of the same revision', async () => {
    const { tree } = plantShop();
    const { url, pageClock } = await open(tree);
    const one = await look(url);
    await one.first;
    tell(tree, 'billing/payments', crash);
    await nextBatch(one, pageClock);
    const two = await look(url);
    const frame = await two.first;
    expect(frame.revision).toBe(1);
    expect(frame.events).toEqual(one.messages[1]?.data.events);
    tell(tree, 'billing/payments', crash);
    await nextBatch(two, pageClock);
    await expect.poll(() => one.messages.length).toBe(3);
    expect(two.messages[1]).toEqual(one.messages[2]);
  });

  it('forgets restarts with time, though no event says so, and gives a sign of life', async () => {
    const { tree, clock } = plantShop();
    const { url, pageClock } = await open(tree);
    const viewer = await look(url);
    await viewer.first;
    tell(tree, 'billing/payments', crash);
    await nextBatch(viewer, pageClock);
    expect(usedBy(viewer)).toBe(1);
    // Longer than the period of the intensity, shorter than the probation.
    await clock.advance(9_000);
    await pageClock.advance(950);
    await expect.poll(() => viewer.beats).toEqual([9_000]);
    await nextBatch(viewer, pageClock);
    expect(viewer.messages.at(-1)?.data.events).toEqual([]);
    expect(usedBy(viewer)).toBe(0);
  });

  it('tells what time it is in the tree a second after somebody has come, and every 15 s', async () => {
    const { tree, clock } = plantShop();
    const { url, pageClock } = await open(tree);
    const viewer = await look(url);
    await viewer.first;
    await clock.advance(700);
    await pageClock.advance(1_000);
    await expect.poll(() => viewer.beats).toEqual([700]);
    await pageClock.advance(15_000);
    await expect.poll(() => viewer.beats).toEqual([700, 700]);
    const late = await look(url);
    await late.first;
    await pageClock.advance(1_000);
    await expect.poll(() => late.beats).toEqual([700]);
  });

  it('goes on by the platform’s clock when the tree’s own stands still', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree, { clock: systemClock });
    const viewer = await look(url);
    await viewer.first;
    tell(tree, 'billing/payments', crash);
    await expect.poll(() => viewer.messages.length, { timeout: 60_000 }).toBeGreaterThan(1);
  });
});

describe('a tree that nobody looks at', () => {
  it('has no listener and no timer before the first viewer and 10 s after the last', async () => {
    const { tree } = plantShop();
    const { url, pageClock } = await open(tree);
    expect([listenersOf(tree), pageClock.pending]).toEqual([0, 0]);
    const [one, two] = await Promise.all([look(url), look(url)]);
    await Promise.all([one.first, two.first]);
    expect([listenersOf(tree), pageClock.pending]).toEqual([2, 1]);
    await one.leave();
    tell(tree, 'billing/payments', crash);
    expect([listenersOf(tree), pageClock.pending]).toEqual([2, 2]);
    await two.leave();
    // The batch, the sign of life, and the end.
    await expect.poll(() => pageClock.pending).toBe(3);
    await pageClock.advance(9_999);
    expect(listenersOf(tree)).toBe(2);
    await pageClock.advance(1);
    expect([listenersOf(tree), pageClock.pending]).toEqual([0, 0]);
  });

  it('has none after a viewer has come and gone 1,000 times', async () => {
    const { tree } = plantShop();
    const { url, pageClock } = await open(tree);
    const sockets = () =>
      process.getActiveResourcesInfo().filter((name) => name.includes('TCPSocket')).length;
    const before = sockets();
    for (let round = 0; round < 20; round++) {
      const viewers = await Promise.all(Array.from({ length: 50 }, () => look(url)));
      await Promise.all(viewers.map(({ first }) => first));
      tell(tree, 'billing/payments', { amount: round });
      await Promise.all(viewers.map((viewer) => viewer.leave()));
    }
    await expect.poll(sockets).toBe(before);
    // The server hears of the last to go a moment after that.
    const left = async () => {
      await pageClock.advance(10_000);
      return [listenersOf(tree), pageClock.pending];
    };
    await expect.poll(left).toEqual([0, 0]);
  });

  it('is told in full to one who comes back within 10 s: its events, and where each service came from', async () => {
    const { tree } = plantShop();
    const { url, pageClock } = await open(tree);
    const cut = await look(url);
    await cut.first;
    tell(tree, 'billing/payments', crash);
    await nextBatch(cut, pageClock);
    await cut.leave();
    await expect.poll(() => pageClock.pending).toBe(2);
    await startChild(tree, 'rooms', { id: 'meanwhile' });
    await pageClock.advance(200);
    const back = await (await look(url)).first;
    expect(back.events.map(({ number }) => number)).toEqual(back.events.map((_, at) => at + 1));
    expect(JSON.stringify(back.events)).toContain('rooms/meanwhile');
    expect(back.events.length).toBeGreaterThan(cut.messages[1]?.data.events.length ?? Infinity);
    const payments = back.nodes.find(({ path }) => path === 'billing/payments');
    expect(payments?.cameFrom).toBe('restarting');
    await pageClock.advance(10_000);
    expect(listenersOf(tree)).toBe(2);
  });

  it('has none after the observer is closed while somebody looks', async () => {
    const { tree } = plantShop();
    const { url, pageClock, close } = await open(tree);
    const viewer = await look(url);
    await viewer.first;
    await close();
    await close();
    expect([listenersOf(tree), pageClock.pending]).toEqual([0, 0]);
    await expect(look(url)).rejects.toThrow('ECONNREFUSED');
  });
});
