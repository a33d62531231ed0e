import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { child, fromSupervisor, refAt, service } from '@kintsugi/actors';
import { systemClock } from '@kintsugi/actors/inspection';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createActor } from 'xstate';
import { open } from '../shop.ts';
import { giveOrder } from './give-order.ts';
import { hasBrowser, useBrowser } from './open-page.ts';

const db = service({ handle: (text: string) => text });

/** As docs/visualising.md says: below a path of its own, by the observer's own names. Returns where it listens. */
async function proxyTo({ host, hostname, port }: URL): Promise<string> {
  const proxy = createServer((asked, answer) => {
    const { method, headers, url = '/' } = asked;
    const own = { ...headers, host, ...(headers.origin && { origin: `http://${host}` }) };
    const path = url.replace(/^\/observer/, '');
    const passed = request({ hostname, port, path, method, headers: own }, (told) => {
      answer.writeHead(told.statusCode ?? 502, told.headers);
      told.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/observer/`;
}

describe.runIf(hasBrowser)('behind a proxy (needs Chromium: on PATH, or in CHROMIUM_PATH)', () => {
  const openAt = useBrowser();

  it('the page is followed and acted from, below a path of the proxy’s own', async () => {
    const tree = createActor(fromSupervisor({ children: [child('db', db)] })).start();
    onTestFinished(() => void tree.stop());
    const { url, token } = await open(tree, { allowActions: true, clock: systemClock });
    const page = await openAt(`${await proxyTo(new URL(url))}#token=${token}`);
    await page.locator('.row[data-path="db"]').click();
    await giveOrder(page, 'Stop');
    await page.locator('.row[data-path="db"][data-state="stopped"]').waitFor();
    await giveOrder(page, 'Start');
    await page.locator('.row[data-path="db"][data-state="running"]').waitFor();
    expect(refAt(tree, 'db').getSnapshot()).toMatchObject({ value: 'running' });
  });
});
