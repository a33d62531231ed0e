import { whichChild } from '@kintsugi/actors';
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
});
