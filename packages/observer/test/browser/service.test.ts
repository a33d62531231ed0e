import { describe, expect, it } from 'vitest';
import { hasBrowser, usePages } from './open-page.ts';
import { PAYMENTS_VIEW, serviceNode, SHOP } from './sample-tree.ts';

const SCRIPT = { frame: SHOP, services: { 'shop/payments': PAYMENTS_VIEW } };

describe.runIf(hasBrowser)(
  'a chosen service (needs Chromium: on PATH, or in CHROMIUM_PATH)',
  () => {
    const open = usePages();

    it('shows its chart: where it is, where it came from, what is next', async () => {
      const { page, server } = await open(SCRIPT);
      await page.locator('.row[data-path="shop/payments"]').click();
      const chart = page.locator('.chart svg');
      await chart.locator('.state.active[data-state="restarting"]').waitFor();
      await chart.locator('.state.next[data-state="degraded"]').waitFor();
      const traced = chart.locator('.edge.traced');
      expect(await traced.getAttribute('data-from')).toBe('retrying');
      // No style of the page moves the chart's own shapes.
      const box = await chart.locator('.state.active').boundingBox();
      const symbol = await chart.locator('.state.active .symbol').boundingBox();
      expect((symbol?.y ?? 0) - (box?.y ?? 0)).toBeGreaterThan(5);
      server.send({ nodes: [serviceNode('shop/payments', { incarnation: 5 })] });
      await chart.locator('.state.active[data-state="running"]').waitFor();
      // Nobody said where it came from: it was seen.
      await expect.poll(() => traced.getAttribute('data-from')).toBe('restarting');
      expect(await chart.locator('.state.next').count()).toBe(0);
    });

    it('shows its chain with the step in progress and the next', async () => {
      const { page } = await open(SCRIPT);
      await page.locator('.row[data-path="shop/payments"]').click();
      const chain = page.getByRole('list', { name: 'Chain of RECOVERABLE' });
      await chain.getByText('fail', { exact: true }).waitFor();
      expect(await chain.getByRole('listitem').allInnerTexts()).toEqual([
        'restart\nnow, attempt 2',
        'fallback\nnext',
        'fail',
      ]);
    });

    it('shows what it holds: the machine of its worker, context, mailbox, dependencies', async () => {
      const { page, server } = await open(SCRIPT);
      await page.locator('.row[data-path="shop/payments"]').click();
      const worker = page.locator('.worker');
      await worker.locator('[data-state="payments.open.ledger.writing"].is-active').waitFor();
      const inner = worker.locator(
        '[data-state="payments.open"] [data-state="payments.open.ledger"]',
      );
      expect(await inner.count()).toBe(1);
      expect(await worker.locator('[data-state="payments.idle"].is-active').count()).toBe(0);
      expect(await worker.locator('[data-state="payments.idle"] .transitions').innerText()).toMatch(
        /CHARGE\s*→ open/,
      );
      await worker.getByText('runs ping').waitFor();
      expect(await page.locator('pre').innerText()).toContain('"account": "[redacted]"');
      await page.getByText('Mailbox: 37 waiting').waitFor();
      await page.getByText('and 35 more').waitFor();
      await page.getByText('{"kind":"charge","amount":5}').waitFor();
      await page.getByText('payments#2').waitFor();
      // The context changes without any event: it is asked for again.
      server.script.services = { 'shop/payments': { ...PAYMENTS_VIEW, context: { open: 99 } } };
      await page.getByText('"open": 99').waitFor();
      await page.locator('.dependencies').getByRole('button', { name: 'db' }).click();
      await page.getByRole('heading', { name: 'db' }).waitFor();
      await page.getByText('Mailbox: 0 waiting').waitFor();
    });

    it('tells its incidents with the steps that were taken and the time to repair', async () => {
      const { page, server } = await open(SCRIPT);
      await page.getByRole('tab', { name: /^Incidents/ }).click();
      const lane = page.getByRole('region', { name: 'Incidents of shop/payments' });
      await lane.getByText('retry 1 → restart 1').waitFor();
      expect(await lane.innerText()).toContain('4 faults');
      expect(await lane.innerText()).toMatch(/open for 3 min/);
      server.send({
        at: SHOP.at + 1_000,
        nodes: [serviceNode('shop/payments')],
        events: [
          {
            number: 8,
            event: {
              type: 'incident.closed',
              at: SHOP.at + 1_000,
              path: 'shop/payments',
              incident: 'payments#3',
              outcome: 'recovered',
              severity: 'RECOVERABLE',
              repairMs: 185_000,
              faults: 4,
              restarts: 2,
            },
            text: 'shop/payments closes its incident',
          },
        ],
      });
      await lane.getByText('recovered, repaired in 3 min 5 s').waitFor();
    });

    it('finds events by word and by kind, and draws at most 200 of them', async () => {
      const { page, server } = await open(SCRIPT);
      await page.getByRole('tab', { name: 'Events' }).click();
      const events = page.locator('.event-list .event');
      await expect.poll(() => events.count()).toBe(7);
      await page.getByRole('combobox', { name: 'Kind of event' }).selectOption('incident');
      await expect.poll(() => events.count()).toBe(2);
      await page.getByRole('searchbox', { name: 'Find in events' }).fill('CART');
      await expect.poll(() => events.count()).toBe(1);
      await page.getByRole('combobox', { name: 'Kind of event' }).selectOption('');
      await page.getByRole('searchbox', { name: 'Find in events' }).fill('');
      server.send({
        events: Array.from({ length: 500 }, (_, index) => ({
          number: 8 + index,
          event: { type: 'child.stopping' as const, at: SHOP.at, path: `w${index}` },
          text: `w${index} is stopping`,
        })),
      });
      await page.getByText('the latest 200 of 507 events').waitFor();
      expect(await events.count()).toBe(200);
      expect(await events.first().innerText()).toContain('w499 is stopping');
    });
  },
);
