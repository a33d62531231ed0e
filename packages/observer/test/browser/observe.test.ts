import { text } from 'node:stream/consumers';
import {
  ask,
  child,
  ConfigurationError,
  fromSupervisor,
  recordFlight,
  service,
} from '@kintsugi/actors';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createActor, setup } from 'xstate';
import { observe } from '../../src/observe.ts';
import { hasBrowser, useBrowser } from './open-page.ts';

const mail = service({
  handle: (letter: string) => {
    if (letter === 'bad') throw new ConfigurationError('the certificate has expired');
    return letter;
  },
});

const till = setup({}).createMachine({
  id: 'till',
  initial: 'shut',
  context: { pin: 'open sesame', coins: 7 },
  states: { shut: { on: { OPEN: 'open' } }, open: { on: { SHUT: 'shut' } } },
});

/** A real tree, observed. */
async function observed() {
  const shop = fromSupervisor({ children: [child('mail', mail), child('till', till)] });
  const tree = createActor(shop);
  const recorder = recordFlight(tree);
  tree.start();
  const observer = await observe(tree, { recorder, allowActions: true, redact: ['pin'] });
  onTestFinished(async () => {
    await observer.close();
    tree.stop();
  });
  return { tree, observer };
}

describe.runIf(hasBrowser)('observe (needs Chromium: on PATH, or in CHROMIUM_PATH)', () => {
  const openAt = useBrowser();

  it('shows a fault while it happens, has it mended from the page, and looks back at it', async () => {
    const { tree, observer } = await observed();
    const page = await openAt(observer.url);
    await page.getByText('Nothing needs eyes').waitFor();
    await expect(ask(tree, 'mail', 'bad')).rejects.toThrow('mail is degraded');
    const eyes = page.locator('.eyes [data-path="mail"]');
    await eyes.getByText('the certificate has expired').waitFor();
    await eyes.getByRole('button', { name: 'mail' }).click();
    await page.locator('.chart .edge.traced').waitFor();
    await page.getByRole('button', { name: 'Recover…' }).click();
    await page.getByLabel('Who does this').fill('ada');
    await page.getByRole('dialog').getByRole('button', { name: 'Recover' }).click();
    await page.getByText('Recover: done.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Nothing needs eyes').waitFor();
    await page.getByRole('button', { name: 'Look back' }).click();
    await page.getByText('You look at the past.').waitFor();
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.locator('[data-type="child.faulted"] .time').first().click();
    await eyes.waitFor();
    await page.getByRole('button', { name: 'Back to live' }).first().click();
    await page.getByText('Nothing needs eyes').waitFor();
  });

  it('shows the machine of a worker, without what is secret, and saves it all', async () => {
    const { observer } = await observed();
    const page = await openAt(observer.url);
    await page.locator('.row[data-path="till"]').click();
    await page.locator('.worker-state.is-active[data-state="till.shut"]').waitFor();
    await page.locator('pre', { hasText: '"coins": 7' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ]);
    const saved = await text(await download.createReadStream());
    expect(saved).not.toContain('open sesame');
    const file = { name: 'night.json', mimeType: 'application/json', buffer: Buffer.from(saved) };
    await page.getByLabel('Open bundle').setInputFiles(file);
    await page.getByText('You look at night.json').waitFor();
    await page.locator('.worker-state.is-active[data-state="till.shut"]').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('open sesame');
  });
});
