import { describe, expect, it } from 'vitest';
import type { EventView, NodeView, ServiceView } from '../../src/protocol/frame.ts';
import { hasBrowser, usePages } from './open-page.ts';
import { serviceNode, SHOP } from './sample-tree.ts';

/** What only a flaw of the server would tell: the object is there, and nothing is in it. */
const damaged = (parts: object) => parts as ServiceView & NodeView & EventView;

describe.runIf(hasBrowser)('what cannot be drawn (needs Chromium)', () => {
  const open = usePages();

  it('is put away with a sentence, and everything else is still shown', async () => {
    const services = { db: damaged({ path: 'db' }) };
    const { page, server } = await open({ frame: SHOP, services });
    await page.locator('.row[data-path="db"]').click();
    await page.getByText('db cannot be shown (').waitFor();
    await page.locator('.row[data-path="notify/mail"]').click();
    await page.getByRole('heading', { name: 'notify/mail', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    server.send({ nodes: [serviceNode('db', { state: 'stopped' })] });
    await page.locator('.row[data-path="db"][data-state="stopped"]').waitFor();
    expect(await page.getByText('cannot be shown').count()).toBe(0);
  });

  it('leaves a sentence also when it is the tree itself', async () => {
    const { page, server } = await open({ frame: SHOP });
    await page.locator('.row[data-path="db"]').waitFor();
    server.send({
      nodes: [
        damaged({ ...serviceNode('db', { state: 'failed', health: 'failed' }), waiting: null }),
      ],
    });
    await page.getByText('The tree cannot be shown (').waitFor();
    expect(await page.locator('.row').count()).toBe(0);
    server.cut();
    server.resume();
    await page.locator('.row[data-path="db"][data-state="running"]').waitFor();
  });
});
