import { child, fromSupervisor, policy, tell } from '@kintsugi/actors';
import { systemClock } from '@kintsugi/actors/inspection';
import { createTestClock } from '@kintsugi/actors/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createActor } from 'xstate';
import { open, payments } from '../shop.ts';
import { hasBrowser, useBrowser } from './open-page.ts';
import { bestAndMedian } from './times.ts';

const AMOUNT = 10_000;
const BATCHES = 10;
const CRASHES_OF_A_BATCH = 100;
/** 800 px hold fewer than 29 lines of 28 px; ten more are drawn above and below. */
const MOST_ROWS = 49;

/** Restarts at once; the probation never ends, because the tree's time stands still. */
const quick = policy({ restart: { backoff: { kind: 'constant', delayMs: 0 } } });

async function observed() {
  const children = Array.from({ length: AMOUNT }, (_, index) => child(`w${index}`, payments));
  const shop = fromSupervisor({
    children,
    policy: quick,
    intensity: { maxRestarts: Infinity, withinMs: 1_000 },
  });
  const tree = createActor(shop, { clock: createTestClock() }).start();
  onTestFinished(() => void tree.stop());
  return { tree, ...(await open(tree, { clock: systemClock })) };
}

/** From the moment the page was asked for until all that it shows of ten thousand is there, by its own clock. */
async function msUntilDrawn(page: Page): Promise<number> {
  const drawn = await page.waitForFunction(() => {
    const tally = document.querySelector('.row.tally')?.textContent ?? '';
    return tally.includes('10,000 running') && performance.now();
  });
  return Number(await drawn.jsonValue());
}

/** Keeps how long each key press took until the cursor stood elsewhere, and how many lines there ever were. */
async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tree = document.querySelector('.tree');
    if (tree === null) throw new Error('there is no tree');
    const seen = { answered: [] as number[], most: 0 };
    let pressedAt: number | undefined;
    tree.addEventListener('keydown', ({ timeStamp }) => {
      pressedAt = timeStamp;
    });
    new MutationObserver((changes) => {
      seen.most = Math.max(seen.most, tree.querySelectorAll('.row').length);
      const hasMoved = changes.some((change) => change.attributeName === 'aria-activedescendant');
      if (!hasMoved || pressedAt === undefined) return;
      seen.answered.push(performance.now() - pressedAt);
      pressedAt = undefined;
    }).observe(tree, { subtree: true, childList: true, attributes: true });
    Object.assign(globalThis, { seen });
  });
}

describe.runIf(hasBrowser)(
  'a tree of ten thousand children (needs Chromium: on PATH, or in CHROMIUM_PATH)',
  () => {
    const openAt = useBrowser();

    it('is drawn within 2 s', async () => {
      const { url } = await observed();
      const took: number[] = [];
      for (let tries = 0; tries < 3; tries += 1) took.push(await msUntilDrawn(await openAt(url)));
      expect(bestAndMedian('10,000 children are drawn', took).best).toBeLessThan(2_000);
    });

    it('answers keys while a thousand of them crash, and draws what is in sight', async () => {
      const { tree, url } = await observed();
      const page = await openAt(url);
      await msUntilDrawn(page);
      await page.locator('.row[data-path=""] .fold').click();
      await page.locator('.row[data-path="w5"]').waitFor();
      await watchKeys(page);
      await page.getByRole('tree').focus();
      for (let batch = 1; batch <= BATCHES; batch += 1) {
        const from = (batch - 1) * CRASHES_OF_A_BATCH;
        for (let at = from; at < from + CRASHES_OF_A_BATCH; at += 1)
          tell(tree, `w${at}`, { crash: new Error('refused') });
        await page.keyboard.press('ArrowDown');
        await page.locator(`.row.is-cursor[data-path="w${batch - 1}"]`).waitFor();
      }
      await page.getByText('Needs eyes: 1,000').waitFor();
      expect(await page.locator('.row[data-path="w9"] .life').innerText()).toMatch(/2$/);
      await page.keyboard.press('End');
      await page.locator('.row.is-cursor[data-path="w9999"]').waitFor();
      const seen = await page.evaluate<{ answered: number[]; most: number }>('seen');
      const keys = bestAndMedian('a key is answered while they crash', seen.answered);
      expect(seen.answered.length).toBeGreaterThanOrEqual(BATCHES);
      expect(keys.best).toBeLessThan(200);
      expect(seen.most).toBeLessThanOrEqual(MOST_ROWS);
    });
  },
);
