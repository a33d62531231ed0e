import { describe, expect, it } from 'vitest';
import { hasBrowser, useBrowser } from './open-page.ts';
import { screenshot } from './screenshot.ts';
import { NIGHT, troubledShop } from './troubled-shop.ts';
import { violations } from './violations.ts';

describe.runIf(hasBrowser)(
  'how a real tree looks (needs Chromium: on PATH, or in CHROMIUM_PATH)',
  () => {
    const openAt = useBrowser();

    it.each([
      { width: 1280, height: 900, colorScheme: 'light' },
      { width: 1280, height: 900, colorScheme: 'dark' },
      { width: 390, height: 844, colorScheme: 'light' },
    ] as const)('has nothing that shuts people out, $width px, $colorScheme', async (view) => {
      const { width, height, colorScheme } = view;
      const { url, charge } = await troubledShop();
      const options = { viewport: { width, height }, colorScheme, timezoneId: 'UTC' };
      const page = await openAt(url, options);
      const look = async (name: string) => {
        await screenshot(page, `real-${name}-${width}-${colorScheme}`);
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      };
      await page.getByRole('tree').waitFor();
      await charge();
      const eyes = page.locator('.eyes');
      await eyes.locator('[data-path="billing/payments"]').waitFor();
      await look('tree');
      await page.locator('.row[data-path="billing/checkout"]').click();
      await page.locator('.worker-state.is-active').first().waitFor();
      await look('service');
      await page.getByRole('tab', { name: /^Incidents/ }).click();
      await look('incidents');
      await page.getByRole('tab', { name: 'Events' }).click();
      await look('events');
      await page.getByRole('button', { name: 'Look back' }).click();
      await page.getByText('You look at the past.').waitFor();
      await look('past');
    });

    it('is shown in the documentation', async () => {
      const { url, charge, clock } = await troubledShop();
      const options = { viewport: { width: 1280, height: 1_100 }, timezoneId: 'UTC' } as const;
      const page = await openAt(url, options);
      await page.getByRole('tree').waitFor();
      await charge();
      await page.locator('.row[data-path="billing/checkout"]').click();
      await page.locator('.worker-state.is-active').first().waitFor();
      await page.locator('pre', { hasText: '[redacted]' }).waitFor();
      await screenshot(page, 'docs-service');
      await page.setViewportSize({ width: 1280, height: 720 });
      await clock.advance(60_000);
      await page.locator('.row[data-path="billing/payments"]').click();
      await page.getByRole('button', { name: 'Look back' }).click();
      await page.getByRole('slider', { name: 'Instant' }).fill(String(NIGHT + 109_000));
      await page.locator('.chart .state.active[data-state="retrying"]').waitFor();
      await screenshot(page, 'docs-past');
      expect(await violations(page)).toEqual([]);
    });
  },
);
