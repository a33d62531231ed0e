import { describe, expect, it } from 'vitest';
import type { ActName } from '../../src/protocol/frame.ts';
import { giveOrder } from './give-order.ts';
import { hasBrowser, usePages } from './open-page.ts';
import { SHOP, SHOP_HISTORY } from './sample-tree.ts';

const ALL: readonly ActName[] = ['restart', 'stop', 'recover', 'injectFault'];

describe.runIf(hasBrowser)('acts (need Chromium: on PATH, or in CHROMIUM_PATH)', () => {
  const open = usePages();

  it('asks who does it, posts the order with the token, and tells what came of it', async () => {
    const { page, server } = await open({ frame: { ...SHOP, acts: ALL } });
    await page.locator('.row[data-path="shop/payments"]').click();
    await page.getByRole('button', { name: 'Restart…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restart shop/payments?' });
    await dialog.getByText('It is restarting now.').waitFor();
    await dialog.getByLabel('Who does this').fill('   ');
    await dialog.getByRole('button', { name: 'Restart' }).click();
    expect(server.acts).toEqual([]);
    await dialog.getByLabel('Who does this').fill('ada');
    await dialog.getByRole('button', { name: 'Restart' }).click();
    await dialog.getByText('Restart: done.').waitFor();
    const body = { act: 'restart', path: 'shop/payments', by: 'ada' };
    expect(server.acts).toEqual([{ token: 's3cret', body }]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('injects a fault of a severity, and remembers the name', async () => {
    const { page, server } = await open({ frame: { ...SHOP, acts: ALL } });
    await page.locator('.row[data-path="db"]').click();
    const ask = async (act: string) => page.getByRole('button', { name: `${act}…` }).click();
    await ask('Stop');
    await page.getByLabel('Who does this').fill('ada');
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stop: done.').waitFor();
    await page.keyboard.press('Escape');
    await ask('Inject a fault');
    expect(await page.getByLabel('Who does this').inputValue()).toBe('ada');
    await page.getByText('a crash cannot be retried').waitFor();
    await page.getByLabel('Severity').selectOption('CRITICAL');
    await page.getByRole('dialog').getByRole('button', { name: 'Inject a fault' }).click();
    await page.getByText('Inject a fault: done.').waitFor();
    const body = { act: 'injectFault', path: 'db', by: 'ada', severity: 'CRITICAL' };
    expect(server.acts.at(-1)).toEqual({ token: 's3cret', body });
  });

  it('acts also in a browser that keeps nothing', async () => {
    const { page, server } = await open({ frame: { ...SHOP, acts: ALL } });
    await page.addInitScript(() =>
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      }),
    );
    await page.reload();
    await page.locator('.row[data-path="db"]').click();
    await giveOrder(page, 'Stop');
    expect(server.acts.map(({ body }) => body)).toEqual([{ act: 'stop', path: 'db', by: 'ada' }]);
  });

  it('says why something was not done, and lets it be tried again', async () => {
    const reason = 'its circuit is open';
    const { page, server } = await open({
      frame: { ...SHOP, acts: ALL },
      answer: { ok: false, reason, state: 'failed' },
    });
    await page.locator('.row[data-path="notify/mail"]').click();
    await page.getByRole('button', { name: 'Recover…' }).click();
    await page.getByLabel('Who does this').fill('ada');
    await page.getByRole('dialog').getByRole('button', { name: 'Recover' }).click();
    await page.getByText(`Not done: ${reason} (it is failed).`).waitFor();
    server.script.answer = { ok: true };
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Recover: done.').waitFor();
    server.cut();
    await page.getByText('Connection lost since').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Restart…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restart' }).click();
    await page.getByText('nobody knows whether it was done').waitFor();
    expect(server.acts.length).toBe(2);
  });

  it('offers what is allowed and fits: a stopped service is started, the past is left alone', async () => {
    const { page } = await open({ frame: { ...SHOP, acts: ALL }, history: SHOP_HISTORY });
    const offered = () => page.locator('.acts button').allInnerTexts();
    await page.locator('.row[data-path="shop/import"]').click();
    await expect.poll(offered).toEqual(['Start…']);
    await page.locator('.row[data-path="notify/mail"]').click();
    await expect.poll(offered).toEqual(['Restart…', 'Stop…', 'Recover…']);
    for (const path of ['shop/payments', 'shop/search']) {
      await page.locator(`.row[data-path="${path}"]`).click();
      await expect.poll(offered).not.toContain('Inject a fault…');
    }
    await page.locator('.row[data-path=""]').click();
    await page.getByText('The root is started and stopped by your program alone.').waitFor();
    await expect.poll(offered).toEqual([]);
    await page.locator('.row[data-path="db"]').click();
    await expect.poll(offered).toEqual(['Restart…', 'Stop…', 'Inject a fault…']);
    await page.getByRole('button', { name: 'Look back' }).click();
    await page.getByText('You look at the past.').waitFor();
    await expect.poll(offered).toEqual([]);
  });

  it('offers nothing that the server does not allow', async () => {
    const { page } = await open({ frame: { ...SHOP, acts: ['restart'] } });
    await page.locator('.row[data-path="notify/mail"]').click();
    await expect.poll(() => page.locator('.acts button').allInnerTexts()).toEqual(['Restart…']);
  });
});
