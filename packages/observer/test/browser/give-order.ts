import type { Page } from 'playwright-core';

/** Orders something of the service that is chosen, as ada, and sees it done. */
export async function giveOrder(page: Page, label: string, severity?: string): Promise<void> {
  await page.getByRole('button', { name: `${label}…` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Who does this').fill('ada');
  if (severity !== undefined) await dialog.getByLabel('Severity').selectOption(severity);
  await dialog.getByRole('button', { name: label }).click();
  await dialog.getByText(`${label}: done.`).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
}
