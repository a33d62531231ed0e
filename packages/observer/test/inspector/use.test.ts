import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser, useBrowser } from '../browser/open-page.ts';
import { inspectorUrl } from './inspector-url.ts';
import { serveApp } from './serve-app.ts';

const chosen = (page: Page) => page.locator('.row[aria-selected="true"]').getAttribute('data-name');

const names = (page: Page) =>
  page.locator('.row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-name')));

describe.runIf(hasBrowser)('the inspector in use (needs Chromium)', () => {
  const openAt = useBrowser();

  async function opened(): Promise<{ readonly app: Page; readonly page: Page }> {
    const [inspector, site] = [await inspectorUrl(), await serveApp()];
    const app = await openAt(`${site}app.js`);
    const popup = app.waitForEvent('popup');
    await app.goto(`${site}?inspector=${encodeURIComponent(inspector)}`);
    const page = await popup;
    await page.locator('.row[data-name="quote"][data-status="done"]').waitFor();
    return { app, page };
  }

  it('goes by the keys: down and up, folded and unfolded, chosen', async () => {
    const { page } = await opened();
    await page.getByRole('tree').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => chosen(page)).toBe('quote');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => names(page)).toEqual(['cart']);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => names(page)).toEqual(['cart', '<b>counter</b>', 'quote']);
    await page.keyboard.press(' ');
    await expect.poll(() => chosen(page)).toBe('cart');
    await page.getByRole('tab', { name: 'Chosen' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText(/^\d+ events$/).waitFor();
  });

  it('finds actors by name, state and status, and shows where they are', async () => {
    const { page } = await opened();
    await page.getByRole('searchbox').fill('EMPTY');
    await expect.poll(() => names(page)).toEqual(['cart']);
    await page.getByRole('searchbox').fill('quo');
    await expect.poll(() => names(page)).toEqual(['cart', 'quote']);
    await page.getByRole('button', { name: 'active' }).click();
    await page.getByText('No actor is like that.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => names(page)).toEqual(['cart', '<b>counter</b>', 'quote']);
  });

  it('finds events by word, by kind and by actor, and leads from an event to its actor', async () => {
    const { app, page } = await opened();
    await app.getByRole('button', { name: 'Add tea' }).click();
    await page.locator('.row[data-state="open.filled"]').click();
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByRole('searchbox', { name: 'Find in events' }).fill('tea');
    await expect.poll(() => page.locator('.event').count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Find in events' }).fill('');
    const kind = page.getByRole('combobox', { name: 'Kind of event' });
    await kind.selectOption('actor');
    await expect.poll(() => page.locator('.event').count()).toBe(3);
    await page.getByRole('checkbox', { name: 'only cart' }).check();
    await expect.poll(() => page.locator('.event').count()).toBe(1);
    await page.getByRole('checkbox', { name: 'only cart' }).uncheck();
    await page.locator('.event').getByRole('button', { name: 'quote' }).click();
    await expect.poll(() => chosen(page)).toBe('quote');
  });

  it('hears nobody but the page that has opened it', async () => {
    const { app, page } = await opened();
    const message = { type: '@xstate.actor', sessionId: 'evil', name: 'evil', createdAt: '1' };
    await page.evaluate(
      (data) =>
        new Promise<void>((resolve) => {
          addEventListener('message', () => resolve(), { once: true });
          postMessage(data, '*');
        }),
      message,
    );
    await app.getByRole('button', { name: 'Add tea' }).click();
    await page.locator('.row[data-state="open.filled"]').waitFor();
    expect(await names(page)).toEqual(['cart', '<b>counter</b>', 'quote']);
  });

  it('shows twenty thousand actors, of which those in sight are in the document', async () => {
    const { app, page } = await opened();
    await app.evaluate(() => {
      const shown = open('', 'xstateinspector');
      for (let at = 0; at < 20_000; at++)
        shown?.postMessage(
          {
            type: '@xstate.actor',
            sessionId: `y:${at}`,
            parentId: at % 100 === 0 ? undefined : `y:${at - (at % 100)}`,
            name: `worker ${at}`,
            createdAt: '1',
            snapshot: { status: 'active', value: 'busy' },
          },
          '*',
        );
    });
    await page.getByText('20,002 active').waitFor();
    await page.getByRole('tree').focus();
    await page.keyboard.press('End');
    await page.locator('.row.is-cursor[data-name="worker 19999"]').waitFor();
    expect(await page.locator('.row').count()).toBeLessThan(100);
    await page.getByRole('searchbox').fill('worker 12345');
    await expect.poll(() => names(page)).toEqual(['worker 12300', 'worker 12345']);
  });
});
