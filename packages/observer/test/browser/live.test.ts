import { text } from 'node:stream/consumers';
import {
  ask,
  child,
  fromSupervisor,
  policy,
  recordFlight,
  service,
  ResourceUnavailableError,
} from '@kintsugi/actors';
import { systemClock } from '@kintsugi/actors/inspection';
import { createTestClock } from '@kintsugi/actors/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createActor } from 'xstate';
import { open } from '../shop.ts';
import { giveOrder } from './give-order.ts';
import { hasBrowser, useBrowser } from './open-page.ts';
import { bestAndMedian } from './times.ts';

const db = service({
  handle: (request: string, { attempt }) => {
    if (request === 'fail twice' && attempt < 3)
      throw new ResourceUnavailableError('the line is busy');
    return request;
  },
});
const waits = { backoff: { kind: 'constant', delayMs: 1_000 } } as const;
/** Every step takes a second of the test's time. */
const patient = policy({ retry: waits, restart: waits, stableAfterMs: 5_000 });

/** A real tree whose time the test moves, on a page that is kept up to date by the platform's. */
async function observed() {
  const clock = createTestClock();
  const shop = fromSupervisor({ policy: patient, children: [child('db', db), child('cart', db)] });
  const tree = createActor(shop, { clock });
  const recorder = recordFlight(tree);
  tree.start();
  onTestFinished(() => void tree.stop());
  const observer = await open(tree, { recorder, allowActions: true, clock: systemClock });
  return { ...observer, tree, clock };
}

/** The row, the chart and the chain say the same. */
async function seesState(page: Page, state: string): Promise<void> {
  await page.locator(`.row[data-path="db"][data-state="${state}"]`).waitFor();
  await page.locator(`.chart .state.active[data-state="${state}"]`).waitFor();
}

/** Has something done, and tells by the page's own clock how many milliseconds later its row says so. */
function msUntilSeen(page: Page, act: string, state: string): Promise<number> {
  return page.evaluate(
    async (ordered) => {
      const row = document.querySelector('.row[data-path="db"]');
      if (row === null) throw new Error('db has no row');
      const seen = new Promise<number>((resolve) => {
        const look = () => {
          if (row.getAttribute('data-state') === ordered.state) resolve(performance.now());
        };
        new MutationObserver(look).observe(row, { attributes: true });
      });
      const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
      const headers = { 'content-type': 'application/json', 'x-kintsugi-token': token };
      const body = JSON.stringify({ act: ordered.act, path: 'db', by: 'ada' });
      const from = performance.now();
      await fetch('acts', { method: 'POST', headers, body });
      return (await seen) - from;
    },
    { act, state },
  );
}

describe.runIf(hasBrowser)(
  'a tree that runs (needs Chromium: on PATH, or in CHROMIUM_PATH)',
  () => {
    const openAt = useBrowser();

    it('is followed within 500 ms', async () => {
      const { url } = await observed();
      const page = await openAt(url);
      await page.locator('.row[data-path="db"][data-state="running"]').waitFor();
      const took: number[] = [];
      for (let pair = 0; pair < 5; pair += 1)
        took.push(
          await msUntilSeen(page, 'stop', 'stopped'),
          await msUntilSeen(page, 'restart', 'running'),
        );
      // From the order on: the way to the server is in it as well.
      expect(bestAndMedian('an act is seen on the page', took).best).toBeLessThan(500);
    });

    it('is broken from the page, and seen through its restart until it runs again', async () => {
      const { url, clock } = await observed();
      const page = await openAt(url);
      await page.locator('.row[data-path="db"]').click();
      await seesState(page, 'running');
      await giveOrder(page, 'Inject a fault', 'RECOVERABLE');
      await seesState(page, 'restarting');
      const eyes = page.locator('.eyes [data-path="db"]');
      await eyes.getByText('a RECOVERABLE fault, injected by ada').waitFor();
      await eyes.getByText('restart, attempt 1 in 1 s, then again').waitFor();
      await clock.advance(1_000);
      await seesState(page, 'running');
      await eyes.getByText('runs again, on probation').waitFor();
      await clock.advance(5_000);
      await page.getByText('Nothing needs eyes').waitFor();
      expect(await page.locator('.row[data-path="db"] .life').innerText()).toMatch(/2$/);
      await page.locator('.event', { hasText: 'gets the order injectFault from ada' }).waitFor();
    });

    it('is seen to try again what has failed until it is done', async () => {
      const { url, clock, tree } = await observed();
      const page = await openAt(url);
      await page.locator('.row[data-path="db"]').click();
      await seesState(page, 'running');
      const reply = ask(tree, 'db', 'fail twice');
      const chain = page.getByRole('list', { name: 'Chain of TRANSIENT' });
      for (const attempt of [1, 2]) {
        await seesState(page, 'retrying');
        await chain.getByText(`now, attempt ${attempt}`).waitFor();
        await clock.advance(1_000);
      }
      await expect(reply).resolves.toBe('fail twice');
      await seesState(page, 'running');
      await page.getByText('Nothing needs eyes').waitFor();
      await page.locator('.event', { hasText: 'recovered by retry' }).waitFor();
    });

    it('is looked at as it was at any instant of its past, live and from a file without its server', async () => {
      const { url, clock, close } = await observed();
      const page = await openAt(url);
      await page.locator('.row[data-path="db"]').click();
      await clock.advance(10_000);
      await giveOrder(page, 'Inject a fault', 'RECOVERABLE');
      await clock.advance(10_000);
      await page.getByText('Nothing needs eyes').waitFor();
      await page.getByRole('button', { name: 'Look back' }).click();
      await seesPast(page);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Export' }).click(),
      ]);
      const saved = await text(await download.createReadStream());
      await page.getByRole('button', { name: 'Back to live' }).first().click();
      await close();
      await page.getByText('Connection lost since').waitFor();
      const file = { name: 'night.json', mimeType: 'application/json', buffer: Buffer.from(saved) };
      await page.getByLabel('Open bundle').setInputFiles(file);
      await page.getByText('You look at night.json').waitFor();
      expect(await page.getByText('Connection lost').count()).toBe(0);
      await seesPast(page);
    });
  },
);

/** The scrubber goes to before, while and after db was broken, 10 s after the start, for a second. */
async function seesPast(page: Page): Promise<void> {
  const scrubber = page.getByRole('slider', { name: 'Instant' });
  await scrubber.fill('10500');
  await seesState(page, 'restarting');
  await page.locator('.eyes [data-path="db"]').getByText('restart, attempt 1').waitFor();
  const restarts = page.getByRole('listitem').filter({ hasText: /^restart\s*now, attempt 1$/ });
  await expect.poll(() => restarts.count()).toBe(1);
  await scrubber.fill('9000');
  await seesState(page, 'running');
  await page.getByText('Nothing needs eyes').waitFor();
  await scrubber.fill('12000');
  await seesState(page, 'running');
  await page.locator('.row[data-path="db"] .life').getByText('2').waitFor();
}
