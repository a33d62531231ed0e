import { describe, expect, it } from 'vitest';
import { flaws } from './flaws.ts';
import { hasBrowser, usePages } from './open-page.ts';
import { PAYMENTS_VIEW, SHOP, SHOP_HISTORY } from './sample-tree.ts';

const SCRIPT = {
  frame: { ...SHOP, acts: ['restart', 'stop', 'recover', 'injectFault'] },
  services: { 'shop/payments': PAYMENTS_VIEW },
  history: SHOP_HISTORY,
} as const;

describe.runIf(hasBrowser)(
  'how the page looks (needs Chromium: on PATH, or in CHROMIUM_PATH)',
  () => {
    const open = usePages();

    it.each([
      { width: 1280, height: 800, colorScheme: 'light' },
      { width: 1280, height: 800, colorScheme: 'dark' },
      { width: 390, height: 844, colorScheme: 'light' },
    ] as const)('has nothing that shuts people out, $width px, $colorScheme', async (view) => {
      const { width, height, colorScheme } = view;
      const viewport = { width, height };
      const { page } = await open(SCRIPT, { viewport, colorScheme, timezoneId: 'UTC' });
      const look = async (name: string) =>
        expect(await flaws(page, `${name}-${width}-${colorScheme}`)).toEqual([]);
      await page.locator('.eyes .path', { hasText: 'shop/payments' }).click();
      await page.getByText('[redacted]').waitFor();
      await page.locator('.row[data-path="notify"] .fold').click();
      await look('service');
      await page.getByRole('tab', { name: 'Incidents' }).click();
      await look('incidents');
      await page.getByRole('tab', { name: 'Events' }).click();
      await look('events');
      await page.getByRole('button', { name: 'Look back' }).click();
      await page.getByRole('button', { name: 'Previous change' }).click();
      await page.getByRole('tab', { name: 'Chosen' }).click();
      await look('past');
      await page.getByRole('button', { name: 'Back to live' }).first().click();
      await page.locator('.row[data-path="db"]').click();
      await page.getByRole('button', { name: 'Inject a fault…' }).click();
      await look('dialog');
    });
  },
);
