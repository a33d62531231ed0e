import { describe, expect, it } from 'vitest';
import { hasBrowser, usePages } from './open-page.ts';
import { frameOf, serviceNode, supervisorNode } from './sample-tree.ts';

const AMOUNT = 10_000;
const CHANGED = 1_000;
const BATCHES = 10;

/** 800 px hold fewer than 29 lines of 28 px; ten more are drawn above and below. */
const MOST_ROWS = 49;

describe.runIf(hasBrowser)(
  'ten thousand children (needs Chromium: on PATH, or in CHROMIUM_PATH)',
  () => {
    const open = usePages();

    it('are drawn as far as they are in sight, and keys are heard while a thousand change', async () => {
      const children = Array.from({ length: AMOUNT }, (_, index) => serviceNode(`w${index}`));
      const { page, server } = await open({
        frame: frameOf([supervisorNode('', AMOUNT), ...children]),
      });
      const root = page.locator('.row[data-path=""]');
      await page.locator('.row.tally').getByText('10,000 running').waitFor();
      await page.evaluate(() => {
        const tree = document.querySelector('.tree') ?? document;
        const look = () => {
          const rows = document.querySelectorAll('.row').length;
          Object.assign(globalThis, { most: Math.max(rows, Reflect.get(globalThis, 'most') ?? 0) });
        };
        new MutationObserver(look).observe(tree, { subtree: true, childList: true });
      });
      await root.locator('.fold').click();
      await page.locator('.row[data-path="w5"]').waitFor();
      await page.getByRole('tree').focus();
      for (let batch = 1; batch <= BATCHES; batch += 1) {
        const from = (batch - 1) * CHANGED;
        server.send({
          nodes: children
            .slice(from, from + CHANGED)
            .map(({ path }) => serviceNode(path, { state: 'retrying' })),
        });
        await page.keyboard.press('ArrowDown');
      }
      await page.locator('.counts').getByText('10,000 degraded').waitFor();
      await page.locator('.row.is-cursor[data-path="w9"][data-state="retrying"]').waitFor();
      await page.keyboard.press('End');
      await page.locator('.row.is-cursor[data-path="w9999"]').waitFor();
      await page.locator('.eyes').getByText('and 9,980 more').click();
      await page.getByRole('searchbox', { name: 'Find by path' }).fill('w77');
      const found = page.locator('.row[data-path="w77"]');
      await expect.poll(() => found.getAttribute('aria-setsize')).toBe('111');
      expect(await page.evaluate<number>('most')).toBeLessThanOrEqual(MOST_ROWS);
    });
  },
);
