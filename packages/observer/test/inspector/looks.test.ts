import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { flaws } from '../browser/flaws.ts';
import { hasBrowser, useBrowser } from '../browser/open-page.ts';
import { inspectorUrl } from './inspector-url.ts';
import { serveApp } from './serve-app.ts';

describe.runIf(hasBrowser)('how the inspector looks (needs Chromium)', () => {
  const openAt = useBrowser();

  it.each([
    { width: 1280, height: 800, colorScheme: 'light' },
    { width: 1280, height: 800, colorScheme: 'dark' },
    { width: 390, height: 844, colorScheme: 'light' },
    { width: 390, height: 844, colorScheme: 'dark' },
  ] as const)('has nothing that shuts people out, $width px, $colorScheme', async (view) => {
    const { width, height, colorScheme } = view;
    const options = { viewport: { width, height }, colorScheme };
    const look = async (page: Page, name: string) =>
      expect(await flaws(page, `inspector-${name}-${width}-${colorScheme}`)).toEqual([]);
    const inspector = await inspectorUrl();
    const alone = await openAt(inspector, options);
    await alone.getByText('Nothing is connected to this page').waitFor();
    await look(alone, 'alone');
    const site = await serveApp();
    const app = await openAt(`${site}app.js`, options);
    const opened = app.waitForEvent('popup');
    await app.goto(`${site}?inspector=${encodeURIComponent(inspector)}`);
    const page = await opened;
    await page.locator('.row[data-name="cart"]').click();
    await page.locator('pre', { hasText: 'onerror' }).waitFor();
    await look(page, 'chosen');
    await app.getByRole('button', { name: 'Pay' }).click();
    await app.getByRole('button', { name: 'Fail' }).click();
    await page.locator('.row[data-status="error"]').click();
    await page.getByRole('heading', { name: 'Error' }).waitFor();
    await look(page, 'crashed');
    await page.getByRole('tab', { name: 'Events' }).click();
    await look(page, 'events');
  });
});
