import { text } from 'node:stream/consumers';
import { tell, whichChild } from '@kintsugi/actors';
import { systemClock } from '@kintsugi/actors/inspection';
import { describe, expect, it } from 'vitest';
import { open, plantShop } from '../shop.ts';
import { hasBrowser, useBrowser } from './open-page.ts';

describe.runIf(hasBrowser)('the page of a tree that runs (needs Chromium)', () => {
  const openAt = useBrowser();

  async function openShop() {
    const shop = plantShop();
    const { url } = await open(shop.tree, {
      recorder: shop.recorder,
      allowActions: true,
      clock: systemClock,
      redact: ['password'],
    });
    return { ...shop, page: await openAt(url) };
  }

  it('shows it, follows it, and looks back to its start', async () => {
    const { tree, clock, page } = await openShop();
    const row = page.locator('.row[data-path="billing/payments"]');
    await row.waitFor();
    await clock.advance(100);
    tell(tree, 'billing/payments', { crash: new Error('card refused') });
    await page.getByText('card refused').first().waitFor();
    await expect.poll(() => row.innerText()).toMatch(/life\s*2\b/);
    await clock.advance(20_000);
    await page.locator('.row[data-path="billing/cart"]').click();
    await page.getByText('[redacted]').first().waitFor();
    await page.getByRole('button', { name: 'Look back' }).click();
    await page.getByText('You look at the past.').waitFor();
    await page.getByRole('slider', { name: 'Instant' }).press('Home');
    await expect.poll(() => row.innerText()).toMatch(/life\s*1\b/);
  });

  it('does what a person orders, and tells who it was', async () => {
    const { tree, page } = await openShop();
    const state = async () => {
      const found = await whichChild(tree, 'billing/payments');
      return found.ok ? found.child.state : 'none';
    };
    const row = page.locator('.row[data-path="billing/payments"]');
    await row.click();
    await page.getByRole('button', { name: 'Stop…' }).click();
    await page.getByLabel('Who does this').fill('ada');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stop: done.').waitFor();
    expect(await state()).toBe('stopped');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Start…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
    await page.getByText('Start: done.').waitFor();
    expect(await state()).toBe('running');
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByText('billing/payments gets the order stop from ada').waitFor();
  });

  it('exports a bundle that opens when the tree is gone', async () => {
    const { tree, clock, page } = await openShop();
    await page.locator('.row[data-path="billing/payments"]').waitFor();
    tell(tree, 'billing/payments', { crash: new Error('card refused') });
    await clock.advance(20_000);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ]);
    const buffer = Buffer.from(await text(await download.createReadStream()));
    tree.stop();
    const file = { name: 'night.json', mimeType: 'application/json', buffer };
    await page.getByLabel('Open bundle').setInputFiles(file);
    await page.getByText('You look at night.json').waitFor();
    await page.locator('.row[data-path="billing/payments"]').click();
    const note = page.getByText('As it was at the end of the recording:');
    await expect.poll(() => note.count()).toBe(1);
  });
});
