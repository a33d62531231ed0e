import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** What WCAG 2.2 AA and the practices call a serious or critical violation. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    );
}
