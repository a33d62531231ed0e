import type { Page } from 'playwright-core';
import { screenshot } from './screenshot.ts';
import { violations } from './violations.ts';

/** Keeps a picture of a page as it is, and answers what shuts people out of it; a width beyond that of the screen does. */
export async function flaws(page: Page, name: string): Promise<readonly string[]> {
  await screenshot(page, name);
  const found = await violations(page);
  const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return beyond > 0 ? [...found, `${beyond} px wider than the screen`] : found;
}
