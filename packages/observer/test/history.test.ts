import { createTestClock, parseRecording, replay } from '@kintsugi/actors/testing';
import {
  child,
  fromSupervisor,
  otp,
  recordFlight,
  startChild,
  stop,
  tell,
  terminateChild,
} from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import type { Bundle, Delta, Frame, History, NodeView } from '../src/index.ts';
import { ask, look } from './open.ts';
import { open, payments, plantShop } from './shop.ts';

const crash = { crash: new Error('refused: card=4711') };

async function historyAt(url: string): Promise<History> {
  return (await ask(url, '/history')).json as History;
}

/** A frame with changes put to it, as the page does. */
function after(first: Frame, deltas: readonly Delta[]): Record<string, NodeView> {
  const nodes = new Map(first.nodes.map((node) => [node.path, node]));
  for (const { gone, nodes: changed } of deltas) {
    for (const path of gone) nodes.delete(path);
    for (const node of changed) nodes.set(node.path, node);
  }
  return Object.fromEntries(nodes);
}

/** What a recording cannot know: requests that wait, and moves within one instant. */
function withoutMoments(nodes: readonly NodeView[]): Record<string, object> {
  return Object.fromEntries(
    nodes.map(({ waiting: _waiting, cameFrom: _cameFrom, ...node }) => [node.path, node]),
  );
}

describe('GET /history', () => {
  it('begins before the first start and leads to what is there now', async () => {
    const { tree, clock, recorder } = plantShop();
    await clock.advance(100);
    tell(tree, 'billing/payments', crash);
    await startChild(tree, 'rooms', { id: 'lobby' });
    await startChild(tree, 'rooms', { id: 'bar' });
    await clock.advance(100);
    await terminateChild(tree, 'rooms/lobby');
    await clock.advance(20_000);
    const { url } = await open(tree, { recorder });
    const { first, deltas } = await historyAt(url);
    expect(first).toMatchObject({ revision: 0, at: 0, recording: true, acts: [] });
    expect(first.nodes.map(({ path, state }) => `${path} ${state}`)).toEqual([
      ' starting',
      'billing starting',
      'billing/payments starting',
      'billing/cart starting',
      'rooms starting',
      'once starting',
    ]);
    expect(deltas.map(({ at }) => at)).toEqual([0, 100, 200, 10_100]);
    expect(deltas.map(({ revision }) => revision)).toEqual([1, 2, 3, 4]);
    expect(deltas[2]?.gone).toEqual(['rooms/lobby']);
    const live = await (await look(url)).first;
    expect(withoutMoments(Object.values(after(first, deltas)))).toEqual(withoutMoments(live.nodes));
    const charts = Object.assign({}, first.charts, ...deltas.map((delta) => delta.charts));
    for (const { chart } of Object.values(after(first, deltas)))
      expect(charts).toHaveProperty(chart);
  });

  it('shows an incident as it was then, and tells its events with their words', async () => {
    const { tree, clock, recorder } = plantShop();
    await clock.advance(100);
    tell(tree, 'billing/payments', crash);
    await clock.advance(20_000);
    const { url } = await open(tree, { recorder, redact: ['card'] });
    const { first, deltas } = await historyAt(url);
    const then = after(
      first,
      deltas.filter(({ at }) => at <= 100),
    )['billing/payments'];
    expect(then).toMatchObject({
      health: 'healthy',
      incarnation: 2,
      upSince: 100,
      incident: { id: 'billing/payments#1', error: 'Error: refused: card=[redacted]' },
    });
    const now = after(first, deltas)['billing/payments'];
    expect(now).not.toHaveProperty('incident');
    const events = deltas.flatMap((delta) => delta.events);
    expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at + 1));
    expect(events.at(-1)?.text).toContain('closes its incident (billing/payments#1): recovered');
    expect(JSON.stringify({ first, deltas })).not.toContain('4711');
  });

  it('tells the end of a tree', async () => {
    const { tree, recorder } = plantShop();
    await stop(tree);
    const { url } = await open(tree, { recorder });
    const { first, deltas } = await historyAt(url);
    const live = await (await look(url)).first;
    expect(live.nodes.map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => 'stopped'),
    );
    expect(withoutMoments(Object.values(after(first, deltas)))).toEqual(withoutMoments(live.nodes));
  });

  it('leads to what is there now also when a supervisor has given up and is back', async () => {
    const billing = fromSupervisor({
      policy: otp,
      intensity: { maxRestarts: 1, withinMs: 5_000 },
      children: [child('payments', payments), child('mail', payments)],
    });
    const clock = createTestClock();
    const logic = fromSupervisor({ children: [child('billing', billing)] });
    const tree = createActor(logic, { clock });
    const recorder = recordFlight(tree);
    tree.start();
    for (let crashes = 0; crashes < 4; crashes++) {
      await clock.advance(100);
      tell(tree, 'billing/payments', crash);
      await clock.settle();
    }
    const { url } = await open(tree, { recorder });
    const { first, deltas } = await historyAt(url);
    const live = await (await look(url)).first;
    expect(withoutMoments(Object.values(after(first, deltas)))).toEqual(withoutMoments(live.nodes));
    const events = deltas.flatMap((delta) => delta.events.map(({ event }) => event.type));
    expect(events).toContain('supervisor.gaveUp');
  });

  it('is the present alone without a recorder', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const { first, deltas } = await historyAt(url);
    expect(first.recording).toBe(false);
    expect(first.nodes).toHaveLength(6);
    expect(deltas).toEqual([]);
  });

  it('knows by the present what a recorder that came later has not seen', async () => {
    const { tree, clock, recorder } = plantShop();
    recorder.stop();
    await clock.advance(50);
    const late = recordFlight(tree);
    tell(tree, 'billing/payments', crash);
    const { url } = await open(tree, { recorder: late });
    const { first } = await historyAt(url);
    expect(first.at).toBe(50);
    const upSince = Object.fromEntries(first.nodes.map((node) => [node.path, node.upSince]));
    expect(upSince).toMatchObject({ '': 0, once: 0, 'billing/cart': 0 });
    expect(first.nodes.map(({ path }) => path)).toContain('once');
  });
});

describe('GET /bundle', () => {
  it('is a file with the past, every service, and lines that can be replayed', async () => {
    const { tree, clock, recorder } = plantShop();
    tell(tree, 'billing/payments', crash);
    await clock.advance(20_000);
    const { url } = await open(tree, { recorder, redact: ['card', 'password'] });
    const { headers, json, text } = await ask(url, '/bundle');
    expect(headers['content-disposition']).toBe(
      'attachment; filename="kintsugi-1970-01-01T00-00-00-000Z.json"',
    );
    const { format, version, savedAt, history, services, recording } = json as Bundle;
    expect([format, version, savedAt]).toEqual(['kintsugi-bundle', 1, '1970-01-01T00:00:00.000Z']);
    expect(history).toEqual(await historyAt(url));
    expect(services.map(({ path }) => path)).toEqual(['billing/payments', 'billing/cart', 'once']);
    expect(json).not.toHaveProperty('leftOut');
    expect(services[0]?.incidents).toMatchObject([{ outcome: 'recovered', steps: ['restart 1'] }]);
    expect(services[1]?.context).toEqual({ items: [], password: '[redacted]' });
    const parsed = parseRecording(recording);
    expect(parsed.redacted).toEqual(['card', 'password']);
    expect(replay(parsed).divergence).toBeUndefined();
    expect(text).not.toContain('4711');
  });

  it('has no lines without a recorder', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    expect((await ask(url, '/bundle')).json).toMatchObject({
      recording: '',
      history: { deltas: [] },
    });
  });
});
