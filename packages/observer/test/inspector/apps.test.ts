import { refAt } from '@kintsugi/actors';
import { createWebSocketInspector } from '@statelyai/inspect';
import { createInspectorServer } from '@statelyai/inspect/server';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { inspectWithStately } from '../../src/index.ts';
import { hasBrowser, useBrowser } from '../browser/open-page.ts';
import { screenshot } from '../browser/screenshot.ts';
import { freePort } from '../open.ts';
import { plantShop as plantWorkers } from '../stately/plant.ts';
import { inspectorUrl } from './inspector-url.ts';
import { serveApp } from './serve-app.ts';

type Shown = Page | Frame | FrameLocator;

const row = (shown: Shown, name: string) => shown.locator(`.row[data-name="${name}"]`);

/** Waits for an actor to be shown so, in the state and the status that are given. */
const stands = (shown: Shown, name: string, state: string, status = 'active') =>
  shown
    .locator(`.row[data-name="${name}"][data-state="${state}"][data-status="${status}"]`)
    .waitFor();

/** The way of a cart through its shop, as the inspector shows it. */
async function followCart(app: Page, shown: Shown): Promise<void> {
  await stands(shown, 'cart', 'open.empty');
  await stands(shown, 'quote', '', 'done');
  await stands(shown, '<b>counter</b>', '');
  await row(shown, 'cart').click();
  await shown.locator('.worker-state.is-active[data-state="cart.open.empty"]').waitFor();
  await shown.locator('pre', { hasText: '<img src=x onerror=alert(1)>' }).waitFor();
  await shown.getByText('always if isEmpty').waitFor();
  await shown.getByText('after 600000').waitFor();
  await shown.getByText('runs quote', { exact: true }).waitFor();
  await app.getByRole('button', { name: 'Add tea' }).click();
  await shown.locator('.worker-state.is-active[data-state="cart.open.filled"]').waitFor();
  await shown.getByText('receives ADD {"item":"tea"}').waitFor();
  await app.getByRole('button', { name: 'Pay' }).click();
  await stands(shown, 'payment', 'waiting');
  await app.getByRole('button', { name: 'Fail' }).click();
  await stands(shown, 'cart', 'failed');
  await stands(shown, 'payment', 'waiting', 'error');
}

describe.runIf(hasBrowser)('an app with the real @statelyai/inspect (needs Chromium)', () => {
  const openAt = useBrowser();

  it('is shown in a frame of its own page', async () => {
    const [inspector, site] = [await inspectorUrl(), await serveApp()];
    const app = await openAt(
      `${site}?frame&inspector=${encodeURIComponent(inspector)}`,
      { viewport: { width: 1280, height: 800 } },
      [inspector.replace(/inspector$/, '')],
    );
    await followCart(app, app.frameLocator('iframe'));
    expect(app.frames()[1]?.url()).toBe(inspector);
  });

  it('is shown in a window of its own, which may be opened again', async () => {
    const [inspector, site] = [await inspectorUrl(), await serveApp()];
    const app = await openAt(`${site}app.js`);
    const opened = app.waitForEvent('popup');
    await app.goto(`${site}?inspector=${encodeURIComponent(inspector)}`);
    const shown = await opened;
    await followCart(app, shown);
    await shown.reload();
    await stands(shown, 'cart', 'failed');
    await app.close();
    await shown.getByText('Connection lost').waitFor();
    expect(await row(shown, 'cart').count()).toBe(1);
  });

  it('in another process is shown through createInspectorServer', async () => {
    const inspector = await inspectorUrl();
    const port = await freePort();
    const server = createInspectorServer({ port, url: inspector, autoOpen: false });
    const told = createWebSocketInspector({ url: `ws://localhost:${port}` });
    onTestFinished(() => {
      told.stop();
      server.stop();
    });
    const lamp = createMachine({
      id: 'lamp',
      initial: 'off',
      states: { off: { on: { PRESS: 'on' } }, on: { on: { PRESS: 'off' } } },
    });
    const actor = createActor(lamp, { inspect: told.inspect }).start();
    const page = await openAt(`http://localhost:${port}/`, undefined, [
      inspector.replace(/inspector$/, ''),
    ]);
    const shown = page.frameLocator('iframe');
    await stands(shown, 'lamp', 'off');
    actor.send({ type: 'PRESS' });
    await stands(shown, 'lamp', 'on');
    expect(await shown.locator('.row').count()).toBe(1);
  });

  it('a tree of this library is shown through inspectWithStately, and again after a pause', async () => {
    const viewer = await inspectorUrl();
    const { tree } = await plantWorkers();
    const first = await inspectWithStately(tree, { port: 0, viewer });
    const page = await openAt(first.url, undefined, [viewer.replace(/inspector$/, '')]);
    const shown = page.frameLocator('iframe');
    await stands(shown, 'billing', 'running');
    await stands(shown, 'worker', 'empty');
    refAt(tree, 'billing/cart').send({ type: 'help' });
    await stands(shown, 'counter', 'active');
    await row(shown, 'cart').click();
    await screenshot(page, 'docs-inspector');
    await first.detach();
    refAt(tree, 'billing/cart').send({ type: 'add' });
    const second = await inspectWithStately(tree, {
      port: Number(new URL(first.url).port),
      viewer,
    });
    onTestFinished(() => second.detach());
    await stands(shown, 'worker', 'full');
    expect(await shown.locator('.row').count()).toBe(6);
  });
});
