import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { hasBrowser, usePages } from './open-page.ts';
import { SHOP, SHOP_BUNDLE, SHOP_HISTORY, serviceNode, START } from './sample-tree.ts';

const SCRIPT = { frame: SHOP, history: SHOP_HISTORY, bundle: SHOP_BUNDLE };

describe.runIf(hasBrowser)('time (needs Chromium: on PATH, or in CHROMIUM_PATH)', () => {
  const open = usePages();

  it('shows any instant of the recorded past, and comes back to the present', async () => {
    const { page, server } = await open(SCRIPT);
    const row = page.locator('.row[data-path="shop/payments"]');
    await row.click();
    await page.getByRole('button', { name: 'Look back' }).click();
    await page.getByText('You look at the past.').waitFor();
    const state = () => row.getAttribute('data-state');
    await expect.poll(state).toBe('running');
    await page.getByRole('button', { name: 'Previous change' }).click();
    await expect.poll(state).toBe('restarting');
    await page.locator('.chart .state.active[data-state="restarting"]').waitFor();
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByText('6 events').waitFor();
    const scrubber = page.getByRole('slider', { name: 'Instant' });
    await scrubber.fill(String(START - 180_000));
    await expect.poll(state).toBe('retrying');
    await page.getByText('3 events').waitFor();
    await scrubber.press('Home');
    await expect.poll(state).toBe('running');
    await page.getByText('0 events').waitFor();
    // The present goes on meanwhile, unseen.
    server.send({ nodes: [serviceNode('shop/payments', { state: 'failed' })] });
    await page.getByRole('button', { name: 'Next change' }).click();
    await expect.poll(state).toBe('retrying');
    await page.getByRole('button', { name: 'Back to live' }).first().click();
    await expect.poll(state).toBe('failed');
    expect(await page.getByText('You look at the past.').count()).toBe(0);
  });

  it('says that there is no past to look at where nothing records it', async () => {
    const { page } = await open({ frame: { ...SHOP, recording: false } });
    await page.getByText('The past is not kept').waitFor();
    expect(await page.getByRole('button', { name: 'Look back' }).isDisabled()).toBe(true);
    await page.getByRole('tab', { name: 'Events' }).click();
    expect(await page.locator('.event button.time').count()).toBe(0);
  });

  it('shows the instant of an event, and replays from there', async () => {
    const { page } = await open({ ...SCRIPT, history: quickened() });
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.locator('[data-type="child.retrying"] .time').click();
    const row = page.locator('.row[data-path="shop/payments"]');
    await expect.poll(() => row.getAttribute('data-state')).toBe('retrying');
    await page.getByRole('button', { name: 'Replay 60 times as fast' }).click();
    await expect.poll(() => row.getAttribute('data-state')).toBe('running');
    const isReplaying = page.getByRole('button', {
      name: 'Replay 60 times as fast',
      pressed: true,
    });
    await isReplaying.waitFor({ state: 'detached' });
  });

  it('exports a bundle, and opens it again when the server is gone', async () => {
    const { page, server } = await open(SCRIPT);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ]);
    const saved = await text(await download.createReadStream());
    expect(JSON.parse(saved)).toEqual(SHOP_BUNDLE);
    server.cut();
    await page.getByText('Connection lost since').waitFor();
    const file = { name: 'night.json', mimeType: 'application/json', buffer: Buffer.from(saved) };
    await page.getByLabel('Open bundle').setInputFiles(file);
    await page.getByText(`You look at night.json, saved ${SHOP_BUNDLE.savedAt}.`).waitFor();
    await page.locator('.row[data-path="shop/payments"]').click();
    await page.getByText('As it was at the end of the recording:').waitFor();
    await page.getByText('[redacted]').waitFor();
    await page.getByRole('button', { name: 'Previous change' }).click();
    await page.locator('.row[data-path="shop/payments"][data-state="restarting"]').waitFor();
    await page.getByRole('button', { name: 'Close the bundle' }).first().click();
    await page.getByText('Connection lost since').waitFor();
  });

  it('opens a bundle that is dropped on it, and says what is wrong with one', async () => {
    const { page } = await open(SCRIPT);
    await page.getByRole('tree').waitFor();
    const drop = async (content: string) => {
      const transfer = await page.evaluateHandle((part) => {
        const data = new DataTransfer();
        data.items.add(new File([part], 'dropped.json'));
        return data;
      }, content);
      await page.dispatchEvent('.page', 'drop', { dataTransfer: transfer });
    };
    await drop('{"format":"kintsugi-bundle"');
    await page.getByText('dropped.json cannot be opened: it is no JSON').waitFor();
    await drop('{"format":"other"}');
    await page.getByText('it is not a bundle that this page has exported').waitFor();
    await drop('{"format":"kintsugi-bundle","version":2}');
    await page.getByText('it has version 2').waitFor();
    await drop('{"format":"kintsugi-bundle","version":1,"history":{}}');
    await page.getByText('parts of it are missing').waitFor();
    const { first } = SHOP_HISTORY;
    const withFirst = (part: object) =>
      JSON.stringify({ ...SHOP_BUNDLE, history: { first: { ...first, ...part }, deltas: [] } });
    await drop(withFirst({ charts: { service: {} } }));
    await page.getByText('cannot be opened: what it tells of the tree is damaged').waitFor();
    await drop(
      withFirst({ events: [{ number: 1, event: { type: 'child.added', at: 0, path: '' } }] }),
    );
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByText('cannot be shown: what it tells of the tree is damaged').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await drop(JSON.stringify(SHOP_BUNDLE));
    await page.getByText('You look at dropped.json').waitFor();
    expect(await page.getByText('cannot be opened').count()).toBe(0);
  });

  it('says that the connection is lost and since when, and connects again by itself', async () => {
    const { page, server } = await open(SCRIPT);
    await page.getByText('Live', { exact: true }).waitFor();
    server.cut();
    await page.getByText(/Connection lost since \d\d:\d\d:\d\d/).waitFor();
    await page.getByText('What you see is how it was then.').waitFor();
    expect(await page.getByText('Live', { exact: true }).count()).toBe(0);
    await expect.poll(() => page.title()).toBe('Lost: Kintsugi observer');
    server.script.frame = { ...SHOP, nodes: [...SHOP.nodes, serviceNode('late')] };
    server.resume();
    await page.locator('.row[data-path="late"]').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(await page.getByText('Connection lost').count()).toBe(0);
    await expect.poll(() => page.title()).toBe('(4) Kintsugi observer');
  });
});

/** The same past, a thousand times as fast: a replay of it is short. */
function quickened(): typeof SHOP_HISTORY {
  const { first, deltas } = SHOP_HISTORY;
  const retryAt = START - 183_900;
  const near = (at: number) => (at <= retryAt ? at : retryAt + (at - retryAt) / 1_000);
  return { first, deltas: deltas.map((delta) => ({ ...delta, at: near(delta.at) })) };
}
