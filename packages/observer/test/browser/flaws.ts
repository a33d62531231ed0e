import { fileURLToPath } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Ignored by git: for people to look at. */
const SCREENSHOTS = fileURLToPath(new URL('../../../../temp/screenshots/', import.meta.url));

/**
 * Keeps a picture of a page as it is, and answers what shuts people out of it: what WCAG 2.2 AA and the practices call a
 * serious or critical violation, and a width beyond that of the screen.
 */
export async function flaws(page: Page, name: string): Promise<readonly string[]> {
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: true });
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  const violations = found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    );
  const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return beyond > 0 ? [...violations, `${beyond} px wider than the screen`] : violations;
}
