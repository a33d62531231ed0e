import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { refAt, workerAt } from '@kintsugi/actors';
import { observe } from '@kintsugi/observer';
import { inspect } from '@xstate/inspect/lib/server.js';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { assign, createMachine, interpret } from 'xstate';
import { flaws } from '../../observer/test/browser/flaws.ts';
import { hasBrowser, useBrowser } from '../../observer/test/browser/open-page.ts';
import { screenshot } from '../../observer/test/browser/screenshot.ts';
import { inspectTree } from '../src/index.ts';
import { plantShop } from './plant.ts';

const door = createMachine({
  predictableActionArguments: true,
  id: 'door',
  initial: 'shut',
  context: { knocks: 0 },
  states: {
    shut: {
      initial: 'locked',
      on: { OPEN: 'open', KNOCK: { actions: 'count' } },
      states: { locked: { on: { UNLOCK: 'free' } }, free: {} },
      after: { 600_000: 'gone' },
    },
    open: {
      invoke: { id: 'draught', src: () => () => undefined, onError: 'shut' },
      always: {
        target: 'gone',
        cond: function isBlown() {
          return false;
        },
      },
      on: { SHUT: { target: 'shut', cond: 'isCalm' } },
    },
    gone: { type: 'final' },
  },
}).withConfig({
  guards: { isCalm: () => true },
  actions: { count: assign({ knocks: (_, event) => Number(Reflect.get(event, 'times')) }) },
});

/** The inspector of an observer whose tree has nothing to do with what it shows. */
async function openObserver() {
  const { tree } = await plantShop();
  const { url, close } = await observe(tree);
  onTestFinished(close);
  return {
    origins: [new URL(url).origin],
    pageFor: (server: string) =>
      new URL(`/inspector?server=${encodeURIComponent(server)}`, url).href,
  };
}

async function inspectorUrl(server: string): Promise<string> {
  return (await openObserver()).pageFor(server);
}

/** Waits for a service to be shown so. */
const stands = (page: Page, name: string, state: string, status = 'active') =>
  page
    .locator(`.row[data-name="${name}"][data-state="${state}"][data-status="${status}"]`)
    .waitFor();

async function send(page: Page, name: string, event: string): Promise<void> {
  await page.locator(`.row[data-name="${name}"]`).click();
  await page.getByRole('combobox', { name: 'Event', exact: true }).selectOption(event);
  await page.getByRole('button', { name: 'Send' }).click();
}

describe.runIf(hasBrowser)('the inspector page (needs Chromium)', () => {
  const openAt = useBrowser();

  describe('with inspect({ server }) of @xstate/inspect', () => {
    afterEach(() => Reflect.deleteProperty(globalThis, '__xstate__'));

    it('shows services of XState 4 with their charts, and sends them events', async () => {
      const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
      await once(server, 'listening');
      onTestFinished(() => {
        for (const client of server.clients) client.terminate();
        server.close();
      });
      inspect({ server: server as never });
      const service = interpret(door, { devTools: true }).start();
      onTestFinished(() => void service.stop());
      const { port } = server.address() as AddressInfo;
      const page = await openAt(await inspectorUrl(`ws://127.0.0.1:${port}`));
      // It was there before: its id is not told to whoever comes late.
      await stands(page, 'door', 'shut.locked');
      await page.locator('.row[data-name="door"]').click();
      await page.locator('.worker-state.is-active[data-state="door.shut.locked"]').waitFor();
      for (const text of ['after 600000', 'always if isBlown', 'SHUT if isCalm', 'runs draught'])
        await page.getByText(text, { exact: true }).waitFor();
      await page.locator('pre', { hasText: '"knocks": 0' }).waitFor();
      await send(page, 'door', 'UNLOCK');
      await stands(page, 'door', 'shut.free');
      expect(service.state.value).toEqual({ shut: 'free' });
      expect(await flaws(page, 'inspector-xstate4')).toEqual([]);
      await page.getByLabel('Its data, as JSON').fill('[3]');
      await page.getByText('The data must be a JSON object').waitFor();
      expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
      await page.getByLabel('Its data, as JSON').fill('{"times":3}');
      await send(page, 'door', 'KNOCK');
      await page.locator('pre', { hasText: '"knocks": 3' }).waitFor();
      await page.getByLabel('Its data, as JSON').fill('');
      await page.getByText('receives UNLOCK').waitFor();
      const later = interpret(door, { devTools: true, id: 'back door' }).start();
      await stands(page, 'back door', 'shut.locked');
      later.send({ type: 'OPEN' });
      await stands(page, 'back door', 'open');
      later.stop();
      await stands(page, 'back door', 'open', 'stopped');
    });
  });

  describe('with inspectTree', () => {
    it('shows supervisors, services and workers, sends events, and tells crashes', async () => {
      // A stack would tell in the picture where it was taken.
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      onTestFinished(() => {
        Error.stackTraceLimit = stackTraceLimit;
      });
      const { tree, clock } = await plantShop();
      const { origins, pageFor } = await openObserver();
      const { url = '', detach } = await inspectTree(tree, {
        port: 0,
        origins,
        allowActions: true,
      });
      onTestFinished(detach);
      const page = await openAt(pageFor(url));
      await stands(page, 'db', 'running');
      await stands(page, 'billing/cart/worker', 'empty');
      const worker = page.locator('.row[data-name="billing/cart/worker"]');
      expect(await worker.getAttribute('aria-level')).toBe('3');
      await send(page, 'billing/cart/worker', 'add');
      await stands(page, 'billing/cart/worker', 'full');
      expect(workerAt(tree, 'billing/cart')?.getSnapshot().value).toBe('full');
      refAt(tree, 'billing/cart').send({ type: 'fail' });
      await screenshot(page, 'docs-xstate4');
      await clock.advance(60_000);
      await stands(page, 'billing/cart/worker', 'full', 'error');
      await stands(page, 'billing/cart/worker', 'empty');
      await page.locator('.row[data-status="error"]').click();
      await page.locator('pre', { hasText: '"message": "out of stock"' }).waitFor();
    });

    it('is told everything anew when a lost server comes back', async () => {
      const { tree } = await plantShop();
      const { origins, pageFor } = await openObserver();
      const first = await inspectTree(tree, { port: 0, origins });
      const { port = 0 } = first;
      const page = await openAt(pageFor(`ws://localhost:${port}`));
      await stands(page, 'billing/cart/worker', 'empty');
      await first.detach();
      await page.getByText('Connection lost').waitFor();
      refAt(tree, 'billing/cart').send({ type: 'add' });
      const second = await inspectTree(tree, { port, origins });
      onTestFinished(second.detach);
      await stands(page, 'billing/cart/worker', 'full');
      expect(await page.locator('.row').count()).toBe(5);
    });
  });

  it.each([
    ['ws://192.0.2.1:8888', 'is not on this machine'],
    ['ws://127.0.0.1.evil.example:8888', 'is not on this machine'],
    ['wss://127.0.0.1:8888', 'is no address that begins with ws://'],
    ['127.0.0.1:8888', 'is no address that begins with ws://'],
    ['<img src=x onerror=alert(1)>', 'is no address that begins with ws://'],
  ])('asks no server at %s, and says why', async (server, reason) => {
    const page = await openAt(await inspectorUrl(server));
    await page.getByText(`Not connected: ${JSON.stringify(server)} ${reason}.`).waitFor();
    expect(await page.getByText('createBrowserInspector(').count()).toBe(1);
  });
});
