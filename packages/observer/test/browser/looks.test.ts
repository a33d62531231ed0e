import { fileURLToPath } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser, usePages } from './open-page.ts';
import { PAYMENTS_VIEW, SHOP, SHOP_HISTORY } from './sample-tree.ts';

/** Ignored by git: for people to look at. */
const SCREENSHOTS = fileURLToPath(new URL('../../../../temp/screenshots/', import.meta.url));

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
      const look = async (name: string) => {
        await page.screenshot({
          path: `${SCREENSHOTS}${name}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      };
      await page.evaluate(axe.source);
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
      await page.getByRole('button', { name: 'Inject a fault…' }).click();
      await look('dialog');
    });
  },
);

/** What WCAG 2.2 AA and the practices call a serious or critical violation. */
async function violations(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    );
}
