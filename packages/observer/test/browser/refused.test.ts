import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  child,
  events$,
  fromSupervisor,
  refAt,
  service,
  type SupervisionEvent,
} from '@kintsugi/actors';
import { systemClock } from '@kintsugi/actors/inspection';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createActor } from 'xstate';
import { open } from '../shop.ts';
import { hasBrowser, useBrowser } from './open-page.ts';

const db = service({ handle: (request: string) => request });

const NONE = { state: 'running', orders: [] };

async function observed() {
  const tree = createActor(fromSupervisor({ children: [child('db', db)] })).start();
  onTestFinished(() => void tree.stop());
  const told: SupervisionEvent[] = [];
  events$(tree).subscribe((event) => told.push(event));
  const observer = await open(tree, { allowActions: true, clock: systemClock });
  return {
    ...observer,
    address: new URL('/', observer.url).href,
    /** What db is, and what was ordered of it. */
    effects: () => ({
      state: refAt(tree, 'db').getSnapshot().value,
      orders: told.filter(({ type }) => type === 'command.given'),
    }),
  };
}

/** A page of somebody else on this machine: another port is another origin. */
async function foreignPage(): Promise<string> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>foreign</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** What becomes of an order that the page's own script gives: its status, or what the browser says. */
function orderFrom(page: Page, address: string, init: RequestInit): Promise<number | string> {
  return page.evaluate(
    async ([to, options]) => {
      const body = JSON.stringify({ act: 'stop', path: 'db', by: 'mallory' });
      try {
        return (await fetch(`${to}acts`, { method: 'POST', body, ...options })).status;
      } catch (error) {
        return String(error);
      }
    },
    [address, init] as const,
  );
}

/** What a script of the page can read of an address: whether its stream opens, and whether it can be framed. */
function lookFrom(page: Page, address: string): Promise<readonly string[]> {
  return page.evaluate(async (to) => {
    const source = new EventSource(`${to}stream`);
    const stream = await new Promise<string>((resolve) => {
      for (const type of ['open', 'error']) source.addEventListener(type, () => resolve(type));
    });
    source.close();
    const read = await fetch(to).then(
      ({ status }) => `status ${status}`,
      () => 'unread',
    );
    return [stream, read];
  }, address);
}

describe.runIf(hasBrowser)('who may not act (needs Chromium: on PATH, or in CHROMIUM_PATH)', () => {
  const openAt = useBrowser(false);

  it('is whoever has not been given the token: the page shows, and is told why it may not', async () => {
    const { address, effects } = await observed();
    for (const opened of [address, `${address}#token=${'x'.repeat(43)}`]) {
      const page = await openAt(opened);
      await page.locator('.row[data-path="db"]').click();
      await page.getByRole('button', { name: 'Stop…' }).click();
      await page.getByLabel('Who does this').fill('mallory');
      await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Not done: the token is wrong or missing').waitFor();
    }
    expect(effects()).toEqual(NONE);
  });

  it('is a page that came by another name, even one that leads to this machine', async () => {
    const { address, token, effects } = await observed();
    // Browsers send all of localhost to loopback, whatever stands before it.
    const foreign = address.replace('127.0.0.1', 'evil.localhost');
    const page = await openAt(foreign);
    const { host } = new URL(foreign);
    await page.getByText('this server is not called').waitFor();
    expect(await page.locator('body').innerText()).toContain(host);
    const headers = { 'x-kintsugi-token': token };
    expect(await orderFrom(page, foreign, { headers })).toBe(403);
    expect(await lookFrom(page, foreign)).toEqual(['error', 'status 403']);
    expect(effects()).toEqual(NONE);
  });

  it('is a page of another origin, with the token or without', async () => {
    const { address, token, effects } = await observed();
    const page = await openAt(await foreignPage());
    const headers = { 'x-kintsugi-token': token };
    expect(await orderFrom(page, address, { headers })).toContain('Failed to fetch');
    // Without a header of its own the browser sends it at once, and keeps the answer to itself.
    const sent = page.waitForRequest(`${address}acts`);
    expect(await orderFrom(page, address, { mode: 'no-cors' })).toContain('Failed to fetch');
    await sent;
    expect(await lookFrom(page, address)).toEqual(['error', 'unread']);
    expect(effects()).toEqual(NONE);
  });

  it('is a page that hides this one in a frame', async () => {
    const { address } = await observed();
    const page = await openAt(await foreignPage());
    const refused = page.waitForEvent('console', (message) =>
      message.text().includes('frame-ancestors'),
    );
    await page.evaluate((to) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: to }));
    }, address);
    await refused;
    expect(await page.frameLocator('iframe').getByRole('tree').count()).toBe(0);
  });
});
