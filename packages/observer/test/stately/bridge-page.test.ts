import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { refAt } from '@kintsugi/actors';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { inspectWithStately } from '../../src/index.ts';
import { plantShop } from './plant.ts';

const endpoint = inject('browser');

/** A viewer as small as can be: says that it is there, and writes down what it is told. */
const VIEWER = `<!doctype html><ol></ol><script>
addEventListener('message', ({ data }) => {
  const line = document.createElement('li');
  line.textContent = data.type + ' ' + (data.name ?? data.event.type);
  document.querySelector('ol').append(line);
});
parent.postMessage({ type: '@statelyai.connected' }, '*');
</script>`;

describe.runIf(endpoint !== '')('the page around a viewer, in a browser', () => {
  let browser: Browser;
  let site: Server;

  beforeAll(async () => {
    browser = await chromium.connect(endpoint);
    site = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end(VIEWER),
    ).listen(0, '127.0.0.1');
    await once(site, 'listening');
  });

  afterAll(async () => {
    await browser.close();
    site.close();
  });

  it('shows the viewer the tree, and again after the connection has broken', async () => {
    const viewer = `http://localhost:${(site.address() as AddressInfo).port}/`;
    const { tree } = await plantShop();
    const first = await inspectWithStately(tree, { port: 0, viewer });
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) errors.push(message.text());
    });
    await page.goto(first.url);
    const lines = page.frameLocator('iframe').locator('li');
    await expect
      .poll(() => lines.allTextContents())
      .toEqual(
        ['supervisor', 'db', 'billing', 'cart', 'worker'].map((name) => `@xstate.actor ${name}`),
      );
    refAt(tree, 'billing/cart').send({ type: 'add' });
    await expect.poll(() => lines.allTextContents()).toContain('@xstate.snapshot add');
    await first.detach();
    const { port } = new URL(first.url);
    const second = await inspectWithStately(tree, { port: Number(port), viewer });
    await expect
      .poll(async () => (await lines.allTextContents()).filter((line) => line.endsWith('worker')), {
        timeout: 30_000,
      })
      .toHaveLength(2);
    expect(errors).toEqual([]);
    await page.close();
    await second.detach();
  });
});
