import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser, usePages } from './open-page.ts';
import { PAYMENTS_VIEW, SHOP, SHOP_HISTORY } from './sample-tree.ts';

const SCRIPT = {
  frame: SHOP,
  services: { 'shop/payments': PAYMENTS_VIEW },
  history: SHOP_HISTORY,
};

/** Where the edges of an element are, and those of the panel that shows it. */
async function placeOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  const { x = NaN, y = NaN, width = NaN, height = NaN } = box ?? {};
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** What the browser has made of a property of an element. */
function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
}

describe.runIf(hasBrowser)(
  'what is seen of a chosen service at 1280 × 800 (needs Chromium: on PATH, or in CHROMIUM_PATH)',
  () => {
    const open = usePages();

    it.each([
      ['shop/payments', 'restarting'],
      ['shop/search', 'degraded'],
      ['notify/mail', 'failed'],
      ['shop/import', 'stopped'],
      ['db', 'running'],
    ])('is the state of %s, wherever it stands in the chart: %s', async (path, state) => {
      const { page } = await open(SCRIPT);
      await page.locator(`.row[data-path="${path}"]`).click();
      const selector = `.chart .state.active[data-state="${state}"]`;
      await page.locator(selector).waitFor();
      const active = await placeOf(page, selector);
      for (const around of [await placeOf(page, '.chart'), await placeOf(page, '#tab-panel')]) {
        expect(active.top).toBeGreaterThan(around.top);
        expect(active.bottom).toBeLessThan(around.bottom);
      }
    });

    it('is the chart of its worker beside that of its lifecycle', async () => {
      const { page } = await open(SCRIPT);
      await page.locator('.row[data-path="shop/payments"]').click();
      await page.locator('.worker').waitFor();
      const lifecycle = await placeOf(page, '.lifecycle');
      const worker = await placeOf(page, '.worker');
      expect(worker.left).toBeGreaterThan(lifecycle.right);
      expect(worker.top).toBeLessThan(lifecycle.top + 20);
    });

    it('has one colour and one shape for one meaning, in the tree and in the chart', async () => {
      const { page } = await open(SCRIPT);
      for (const path of ['shop/payments', 'shop/search', 'notify/mail', 'shop/import', 'db']) {
        const row = page.locator(`.row[data-path="${path}"]`);
        await row.click();
        const state = await row.getAttribute('data-state');
        const active = `.chart .state.active[data-state="${state}"]`;
        await page.locator(active).waitFor();
        expect(await styleOf(page, `${active} .symbol`, 'fill')).toBe(
          await styleOf(page, `.row[data-path="${path}"] .state .mark`, 'color'),
        );
      }
      const halves = (selector: string) => page.locator(selector).first().getAttribute('d');
      const isHalf = /a4\.4 4\.4/;
      expect(await halves('.row[data-path="shop/search"] .state path')).toMatch(isHalf);
      expect(await halves('.chart .state[data-state="degraded"] .symbol')).toMatch(isHalf);
    });

    it('says its state once, and its health where that is another word', async () => {
      const { page } = await open(SCRIPT);
      const heading = page.locator('.heading');
      await page.locator('.row[data-path="shop/search"]').click();
      await heading.getByText('shop/search').waitFor();
      expect((await heading.innerText()).match(/degraded/g)).toHaveLength(1);
      await page.locator('.row[data-path="shop/payments"]').click();
      await heading.getByText('health unhealthy').waitFor();
      await page.locator('.row[data-path="db"]').click();
      await heading.getByText('running').waitFor();
      expect(await heading.innerText()).not.toContain('health');
      const search = await page.locator('.row[data-path="shop/search"]').innerText();
      expect(search.match(/degraded/g)).toHaveLength(1);
    });

    it('has nothing of an active state in an inactive one inside it', async () => {
      const { page } = await open(SCRIPT);
      await page.locator('.row[data-path="shop/payments"]').click();
      const inactive = '.worker-state.is-active > .states > .worker-state:not(.is-active)';
      await page.locator(inactive).first().waitFor();
      const panel = await styleOf(page, '.side', 'background-color');
      expect(await styleOf(page, inactive, 'background-color')).toBe(panel);
    });

    it('does not say that nothing waited when that is not recorded', async () => {
      const past = SHOP_HISTORY.first.nodes.map(({ waiting: _waiting, ...node }) => node);
      const history = { first: { ...SHOP_HISTORY.first, nodes: past }, deltas: [] };
      const { page } = await open({ ...SCRIPT, history });
      await page.locator('.row[data-path="db"]').click();
      const waiting = page.locator('.facts div', { hasText: 'Waiting' }).locator('dd');
      await expect.poll(() => waiting.innerText()).toBe('0');
      await page.getByRole('button', { name: 'Look back' }).click();
      await expect.poll(() => waiting.innerText()).toBe('–');
      const cell = page.locator('.row[data-path="db"] .waiting-requests');
      expect(await cell.innerText()).toContain('–');
    });
  },
);
