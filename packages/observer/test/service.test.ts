import {
  ask as askService,
  child,
  fromSupervisor,
  service,
  tell,
  type Tree,
} from '@kintsugi/actors';
import { createGate, createTestClock } from '@kintsugi/actors/testing';
import { describe, expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import type { ServiceView } from '../src/index.ts';
import { ask, look } from './open.ts';
import { open, plantShop } from './shop.ts';

async function viewOf(url: string, path: string): Promise<ServiceView> {
  const { json } = await ask(url, `/service?path=${encodeURIComponent(path)}`);
  return json as ServiceView;
}

/** The context of a machine, as the page gets it. */
async function contextOf(context: object, redact: readonly string[] = []): Promise<unknown> {
  const logic = fromSupervisor({ children: [child('box', createMachine({ context }))] });
  const tree = createActor(logic, { clock: createTestClock() }).start();
  const { url } = await open(tree, { redact });
  return (await viewOf(url, 'box')).context;
}

describe('GET /service', () => {
  it('shows the chart of a worker that is a machine, and where it is', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree, { redact: ['password'] });
    tell(tree, 'billing/cart', { type: 'ADD', item: 'tea' });
    const { worker, context } = await viewOf(url, 'billing/cart');
    expect(context).toEqual({ items: ['tea'], password: '[redacted]' });
    expect(worker?.active).toEqual(['cart', 'cart.open', 'cart.open.filled']);
    expect(worker?.chart).toMatchObject({ id: 'cart', type: 'compound', initial: 'open' });
    const [opened, paying, paid] = worker?.chart.states ?? [];
    expect(opened).toMatchObject({
      id: 'cart.open',
      initial: 'empty',
      transitions: [{ event: 'PAY', targets: ['cart.paying'] }],
    });
    expect(opened?.states[1]?.transitions).toEqual([
      { event: 'always', targets: ['cart.open.empty'] },
    ]);
    expect(paying).toEqual({
      id: 'cart.paying',
      key: 'paying',
      type: 'atomic',
      transitions: [{ event: 'after 1000', targets: ['cart.paid'] }],
      states: [],
    });
    expect(paid).toMatchObject({ type: 'final', transitions: [] });
  });

  it('shows where in its chain an incident stands, and what it depends on', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    expect(await viewOf(url, 'billing/cart')).toMatchObject({
      path: 'billing/cart',
      chains: { CRITICAL: ['fallback', 'fail'] },
      dependencies: [{ path: 'billing/payments', state: 'running' }],
      incidents: [],
    });
    const flaky = service({
      start: () => {
        if (lives > 0) throw new Error('no route');
        lives += 1;
      },
      handle: () => {
        throw new Error('refused');
      },
    });
    let lives = 0;
    const logic = fromSupervisor({ children: [child('db', flaky)] });
    const other = createActor(logic, { clock: createTestClock() }).start();
    const page = await open(other);
    tell(other, 'db', 'query');
    expect((await viewOf(page.url, 'db')).at).toEqual({
      severity: 'RECOVERABLE',
      step: 'restart',
      next: 'restart',
    });
  });

  it('shows the first twenty requests that wait, redacted, and how many do', async () => {
    const gate = createGate();
    const slow = service({
      handle: (request: { readonly n: number; readonly pin: string }) =>
        gate.wait().then(() => request.n),
    });
    const logic = fromSupervisor({ children: [child('slow', slow)] });
    const tree = createActor(logic, { clock: createTestClock() }).start();
    const { url } = await open(tree, { redact: ['pin'] });
    for (let n = 0; n < 31; n++) void askService(tree, 'slow', { n, pin: '1234' }).catch(() => 0);
    const { mailbox, waiting } = await viewOf(url, 'slow');
    expect(waiting).toBe(30);
    expect(mailbox).toHaveLength(20);
    expect(mailbox[0]).toEqual({ n: 1, pin: '[redacted]' });
  });

  it('shows a supervisor, and the root', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    const billing = await viewOf(url, 'billing');
    expect(billing).toMatchObject({ path: 'billing', waiting: 0, mailbox: [], dependencies: [] });
    expect(billing.worker).toBeUndefined();
    expect((await viewOf(url, '')).chains).toEqual({
      TRANSIENT: [],
      RECOVERABLE: [],
      CRITICAL: [],
    });
  });

  it('says so when there is nothing, or nothing was asked', async () => {
    const { tree } = plantShop();
    const { url } = await open(tree);
    expect((await ask(url, '/service?path=nope')).status).toBe(404);
    expect((await ask(url, '/service')).status).toBe(400);
  });
});

describe('the closed incidents of a service', () => {
  const anyPath: string = 'billing/payments';
  const closeOne = async (tree: Tree<unknown>, clock: { advance(ms: number): Promise<void> }) => {
    tell(tree, anyPath, { crash: new Error('refused') });
    await clock.advance(10_001);
  };

  it.each([
    ['told while somebody looks', true, false],
    ['recorded', false, true],
    ['recorded before and told since', true, true],
  ])('are those that were %s, with their steps', async (_how, isLookedAt, isRecorded) => {
    const { tree, clock, recorder } = plantShop();
    if (isRecorded) await closeOne(tree, clock);
    const { url, pageClock } = await open(tree, isRecorded ? { recorder } : {});
    if (isLookedAt) await (await look(url)).first;
    if (isLookedAt) await closeOne(tree, clock);
    await pageClock.advance(50);
    const { incidents } = await viewOf(url, 'billing/payments');
    expect(incidents).toHaveLength(Number(isLookedAt) + Number(isRecorded));
    expect(incidents[0]).toMatchObject({
      id: 'billing/payments#1',
      severity: 'RECOVERABLE',
      openedAt: 0,
      closedAt: 10_000,
      outcome: 'recovered',
      repairMs: 0,
      steps: ['restart 1'],
      faults: 1,
    });
    expect((await viewOf(url, 'billing/payments')).incidents).toEqual(incidents);
    expect((await viewOf(url, 'billing/cart')).incidents).toEqual([]);
  });
});

describe('the context of a worker', () => {
  it('is plain and bounded data, whatever is in it, and what must not be shown is not', async () => {
    const circle: Record<string, unknown> = { name: 'ring' };
    circle['self'] = circle;
    const context = {
      circle,
      error: new TypeError('refused: pin=1234, no more'),
      names: new Map([['pin', 1234]]),
      long: 'x'.repeat(5_000),
    };
    const told = await contextOf(context, ['pin']);
    expect(told).toMatchObject({
      circle: { name: 'ring', self: '[circular]' },
      error: { name: 'TypeError', message: 'refused: pin=[redacted], no more' },
      names: { pin: '[redacted]' },
    });
    expect(JSON.stringify(told).length).toBeLessThan(5_000);
  });
});
