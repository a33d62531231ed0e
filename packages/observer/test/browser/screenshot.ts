import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

/** Ignored by git: for people to look at. What begins with `docs-` is copied by `pnpm screenshots`. */
const SCREENSHOTS = fileURLToPath(new URL('../../../../temp/screenshots/', import.meta.url));

/** Keeps how the page looks now. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
}
