import { text } from 'node:stream/consumers';
import { ask, child, fromSupervisor, recordFlight, service } from '@kintsugi/actors';
import { systemClock } from '@kintsugi/actors/inspection';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { open } from '../shop.ts';
import { giveOrder } from './give-order.ts';
import { hasBrowser, useBrowser } from './open-page.ts';

/** What a browser would run if it were shown as anything but text. */
const BAD = '<img src=x onerror=alert(1)>';
const WORSE = '"><script>alert(2)<\u002fscript><svg onload=alert(3)>';

const thrower = service({
  handle: (request: string): string => {
    throw new RangeError(`${BAD}${WORSE} in ${request}`);
  },
});

const machine = createMachine({
  id: BAD,
  context: { [BAD]: WORSE, list: [BAD], 'javascript:alert(4)': new Map([[BAD, WORSE]]) },
  initial: BAD,
  states: { [BAD]: { on: { [WORSE]: 'calm' } }, calm: {} },
});

/** A tree in which every text that is somebody else's is hostile. */
async function observed() {
  const shop = fromSupervisor({ children: [child(BAD, thrower), child('machine', machine)] });
  const tree = createActor(shop);
  const recorder = recordFlight(tree);
  tree.start();
  onTestFinished(() => void tree.stop());
  const observer = await open(tree, { recorder, allowActions: true, clock: systemClock });
  const fail = () => expect(ask(tree, BAD, WORSE)).rejects.toThrow(BAD);
  return { ...observer, fail };
}

/** It is there as text. */
async function seesText(page: Page, where: string, said: string): Promise<void> {
  await expect.poll(() => page.locator(where).first().innerText()).toContain(said);
}

/** Whatever is not the page's own, and is more than text. */
function whatIsAlive(page: Page): Promise<readonly string[]> {
  return page
    .locator(
      'img, script:not([src="page.js"]), [onerror], [onload], a[href^="javascript:"], iframe, object',
    )
    .evaluateAll((elements) => elements.map(({ outerHTML }) => outerHTML));
}

describe.runIf(hasBrowser)('hostile names (need Chromium: on PATH, or in CHROMIUM_PATH)', () => {
  const openAt = useBrowser();

  it('are text wherever they are shown', async () => {
    const { url, fail } = await observed();
    const page = await openAt(url);
    await page.getByRole('tree').waitFor();
    await fail();
    await seesText(page, '.eyes .path', BAD);
    await seesText(page, '.eyes .cause', WORSE);
    await seesText(page, '.row.service .id', BAD);
    await page.locator('.eyes .path').click();
    await seesText(page, '.chosen h2', BAD);
    await seesText(page, '.chosen .events', WORSE);
    await giveOrder(page, 'Restart');
    await page.getByRole('tab', { name: /^Incidents/ }).click();
    await seesText(page, '.side', BAD);
    await page.getByRole('tab', { name: 'Events' }).click();
    await seesText(page, '.event-list .events', WORSE);
    await page.getByRole('searchbox', { name: 'Find by path' }).fill(BAD);
    await page.locator('.row[data-state="running"]').nth(1).waitFor();
    await seesText(page, '.row.service .id', BAD);
    expect(await whatIsAlive(page)).toEqual([]);
  });

  it('are text in the machine of a worker and in its context', async () => {
    const { url } = await observed();
    const page = await openAt(url);
    await page.locator('.row[data-path="machine"]').click();
    await page.locator('.worker-state.is-active').first().waitFor();
    await seesText(page, '.worker', BAD);
    await seesText(page, '.worker', WORSE);
    await seesText(page, '.holdings pre', JSON.stringify(WORSE).slice(1, -1));
    await seesText(page, '.holdings pre', 'javascript:alert(4)');
    expect(await whatIsAlive(page)).toEqual([]);
  });

  it('are text in the past and in a file, whose name is hostile, too', async () => {
    const { url, fail } = await observed();
    const page = await openAt(url);
    await page.getByRole('tree').waitFor();
    await fail();
    await page.locator('.eyes .path').click();
    await page.getByRole('button', { name: 'Look back' }).click();
    await page.getByText('You look at the past.').waitFor();
    await seesText(page, '.chosen .events', WORSE);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ]);
    const buffer = Buffer.from(await text(await download.createReadStream()));
    const file = { name: `${BAD}.json`, mimeType: 'application/json', buffer };
    await page.getByLabel('Open bundle').setInputFiles(file);
    await seesText(page, '.notices', `You look at ${BAD}.json`);
    await seesText(page, '.chosen h2', BAD);
    expect(await whatIsAlive(page)).toEqual([]);
  });
});
