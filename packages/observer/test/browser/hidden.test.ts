import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser, usePages } from './open-page.ts';
import { serviceNode, SHOP } from './sample-tree.ts';

/** What the browser tells a page whose tab is chosen, or is not any more: a headless one has no tabs to choose. */
async function show(page: Page, isShown: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !isShown);
}

describe.runIf(hasBrowser)('a page that is hidden (needs Chromium)', () => {
  const open = usePages();

  it('lets go of the tree after 5 s, says so, and goes on when it is seen again', async () => {
    const { page, server } = await open({ frame: SHOP });
    await page.clock.install();
    await page.reload();
    await page.getByText('Live', { exact: true }).waitFor();
    await expect.poll(server.listening).toBe(1);
    await show(page, false);
    await page.clock.runFor(4_000);
    await show(page, true);
    await page.clock.runFor(4_000);
    expect(server.listening()).toBe(1);
    await show(page, false);
    await page.clock.runFor(5_100);
    await expect.poll(server.listening).toBe(0);
    await page.getByText('This page was hidden and does not listen since').waitFor();
    expect(await page.title()).toBe('Resting: Kintsugi observer');
    server.send({ nodes: [serviceNode('db', { state: 'stopped' })] });
    server.script.frame = { ...SHOP, nodes: SHOP.nodes.filter(({ path }) => path !== 'db') };
    await show(page, true);
    await page.clock.runFor(100);
    await page.getByText('Live', { exact: true }).waitFor();
    await expect.poll(() => page.locator('.row[data-path="db"]').count()).toBe(0);
    expect(await page.getByText('does not listen').count()).toBe(0);
  });
});
