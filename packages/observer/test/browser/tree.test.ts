import { describe, expect, it } from 'vitest';
import type { LastIncident } from '../../src/index.ts';
import { hasBrowser, usePages } from './open-page.ts';
import { frameOf, serviceNode, SHOP, supervisorNode } from './sample-tree.ts';

const SEARCH_ENDED: LastIncident = {
  id: 'search#9',
  severity: 'TRANSIENT',
  outcome: 'degraded',
  openedAt: SHOP.at - 41_000,
  closedAt: SHOP.at + 1_000,
  faults: 12,
  error: 'timed out after 2 s',
};

describe.runIf(hasBrowser)('the tree (needs Chromium: on PATH, or in CHROMIUM_PATH)', () => {
  const open = usePages();

  it('draws supervisors with strategy and intensity, and services with how they do', async () => {
    const { page } = await open({ frame: SHOP });
    const rows = page.getByRole('treeitem');
    await expect.poll(() => rows.count()).toBe(11);
    const shop = page.locator('.row[data-path="shop"]');
    expect(await shop.innerText()).toMatch(
      /shop[^]*running[^]*rest_for_one[^]*3 of 3 restarts in 1 min/,
    );
    expect(await shop.getAttribute('aria-level')).toBe('2');
    expect(await shop.getAttribute('aria-posinset')).toBe('2');
    expect(await shop.getAttribute('aria-setsize')).toBe('4');
    const payments = page.locator('.row[data-path="shop/payments"]');
    const cells = await payments.locator('> span').allInnerTexts();
    expect(cells.map((cell) => cell.replaceAll(/\s+/g, ' ').trim())).toEqual([
      'payments service',
      'restarting',
      'up –',
      'life 4',
      '2 restarts',
      '37 waiting',
      'health unhealthy',
    ]);
    expect(await payments.locator('.state .symbol.tone-busy').count()).toBe(1);
  });

  it('says first what is broken, since when, and what is done about it', async () => {
    const { page, server } = await open({ frame: SHOP }, { timezoneId: 'UTC' });
    const eyes = page.locator('.eyes');
    await eyes.getByText('Needs eyes: 4').waitFor();
    const lines = await eyes.getByRole('listitem').allInnerTexts();
    expect(lines.map((line) => line.split('\n')[1])).toEqual([
      'notify/mail',
      'shop/payments',
      'shop/search',
      'shop',
    ]);
    expect(lines[0]).toContain('since 02:18:00');
    expect(lines[0]).toContain('waits for a person');
    expect(lines[1]).toContain('restart, attempt 2, then fallback, 37 requests wait');
    expect(lines[1]).toContain('connect ECONNREFUSED');
    // Its incident is over: it ended in the fallback, and that is what is not well.
    server.send({
      at: SHOP.at + 1_000,
      nodes: [serviceNode('shop/search', { state: 'degraded', lastIncident: SEARCH_ENDED })],
    });
    const search = eyes.locator('[data-path="shop/search"]');
    await search.getByText('for 42 s').waitFor();
    expect(await search.innerText()).toContain('TRANSIENT: timed out after 2 s');
    expect(lines[3]).toContain('with one more it gives up');
  });

  it('follows a delta, and touches only the lines that it names', async () => {
    const { page, server } = await open({ frame: SHOP });
    await page.getByRole('treeitem').first().waitFor();
    await page.evaluate(() => {
      const touched: string[] = [];
      Object.assign(globalThis, { touched });
      const pathOf = (node: Node) =>
        (node instanceof Element ? node : node.parentElement)
          ?.closest('.row')
          ?.getAttribute('data-path');
      const observer = new MutationObserver((records) => {
        for (const { target } of records) touched.push(pathOf(target) ?? 'the list');
      });
      const changes = { subtree: true, childList: true, attributes: true };
      observer.observe(document.querySelector('.tree') ?? document, changes);
    });
    server.send({ nodes: [serviceNode('db', { state: 'retrying', cameFrom: 'running' })] });
    await page.locator('.row[data-path="db"][data-state="retrying"]').waitFor();
    server.send({ nodes: [serviceNode('cache')], gone: ['metrics'] });
    await page.locator('[data-path="cache"]').waitFor();
    expect(await page.locator('[data-path="metrics"]').count()).toBe(0);
    const touched = await page.evaluate('touched');
    // What comes and goes changes the list, not the lines that stay.
    expect(new Set(touched as string[])).toEqual(new Set(['db', 'the list']));
  });

  it('is walked by keys', async () => {
    const { page } = await open({ frame: SHOP });
    await page.getByRole('treeitem').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const tree = page.getByRole('tree');
    await expect
      .poll(() => tree.evaluate((element) => element === document.activeElement))
      .toBe(true);
    expect(page.url()).toContain('#token=s3cret');
    const cursor = () =>
      tree.evaluate((element) => {
        const id = element.getAttribute('aria-activedescendant') ?? '';
        return document.getElementById(id)?.getAttribute('data-path');
      });
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown');
    await expect.poll(cursor).toBe('shop/payments');
    await press('ArrowLeft');
    await expect.poll(cursor).toBe('shop');
    await press('ArrowLeft');
    await expect.poll(() => page.locator('[data-path="shop/payments"].row').count()).toBe(0);
    await press('ArrowRight', 'End');
    await expect.poll(cursor).toBe('metrics');
    await press('Home');
    await expect.poll(cursor).toBe('');
    await press('ArrowDown', 'Enter');
    await page.getByRole('heading', { name: 'db' }).waitFor();
    expect(await page.locator('.row[data-path="db"]').getAttribute('aria-selected')).toBe('true');
  });

  it('is searched by path and filtered by state, with what leads to a match', async () => {
    const { page } = await open({ frame: SHOP });
    const paths = () =>
      page
        .getByRole('treeitem')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-path')));
    await page.getByRole('searchbox', { name: 'Find by path' }).fill('PAY');
    await expect.poll(paths).toEqual(['', 'shop', 'shop/payments']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'failed 1' }).click();
    await page.getByRole('button', { name: 'stopped 1' }).click();
    await expect.poll(paths).toEqual(['', 'shop', 'shop/import', 'notify', 'notify/mail']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'Needs eyes 4' }).click();
    await expect.poll(async () => (await paths()).length).toBe(6);
    await page.getByRole('searchbox', { name: 'Find by path' }).fill('nobody');
    await page.getByText('Nothing in the tree is like that.').waitFor();
  });

  it('folds a supervisor of more than 200 children to counts per state', async () => {
    const children = Array.from({ length: 201 }, (_, index) =>
      serviceNode(`pool/w${index}`, index < 3 ? { state: 'failed' } : {}),
    );
    const { page } = await open({
      frame: frameOf([supervisorNode('', 1), supervisorNode('pool', 201), ...children]),
    });
    const pool = page.locator('.row[data-path="pool"]');
    await expect.poll(() => pool.getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('.row.tally').innerText()).toMatch(/3 failed\s*198 running/);
    expect(await pool.innerText()).toContain('folded: 3 failed, 198 running');
    expect(await page.getByRole('treeitem').count()).toBe(2);
    await pool.locator('.fold').click();
    await page.locator('.row[data-path="pool/w0"]').waitFor();
    // What needs eyes is shown where it is, also when it is folded away.
    await pool.locator('.fold').click();
    await page.locator('.eyes').getByRole('button', { name: 'pool/w2' }).click();
    await page.locator('.row[data-path="pool/w2"][aria-selected="true"]').waitFor();
  });

  it('runs nothing that a name, an error or an event says', async () => {
    const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>';
    const { page } = await open({
      frame: frameOf(
        [
          supervisorNode('', 1),
          serviceNode(evil, {
            state: 'retrying',
            cameFrom: evil,
            incident: {
              id: evil,
              severity: 'TRANSIENT',
              openedAt: 0,
              step: evil,
              nextStep: evil,
              error: `${evil}"><svg onload=alert(3)>`,
              faults: 1,
            },
          }),
        ],
        {
          events: [{ number: 1, event: { type: 'child.stopping', at: 0, path: evil }, text: evil }],
        },
      ),
    });
    await page.locator('.eyes .path').click();
    await page.getByRole('heading', { name: evil }).waitFor();
    await page.getByRole('tab', { name: 'Incidents' }).click();
    await page.getByRole('tab', { name: 'Events' }).click();
    await page.locator('.event-list .event').waitFor();
    expect(await page.locator('img, script:not([src]), [onload], [onerror]').count()).toBe(0);
  });
});
