import { type FlightRecorder, recordFlight, tell } from '@kintsugi/actors';
import { injectFault } from '@kintsugi/actors/inspection';
import { ConfigurationError } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import type { Earlier, ServiceView } from '../src/index.ts';
import { ask, look } from './open.ts';
import { open, plantShop } from './shop.ts';

const anyPath: string = 'billing/payments';

/** A shop that is degraded long before anybody looks, and whose recorder has come round several times. */
async function plantDegraded() {
  const { tree, clock, recorder: unbounded } = plantShop();
  unbounded.stop();
  const recorder = recordFlight(tree, { capacity: 64 });
  for (let crash = 1; crash <= 60; crash++) {
    tell(tree, anyPath, { crash: new Error(`refused: card=${crash}`) });
    await clock.advance(60_000);
  }
  injectFault(tree, 'billing/cart', new ConfigurationError('card=4711 is not one'));
  await clock.advance(1_000);
  let reads = 0;
  const counted: FlightRecorder = {
    ...recorder,
    recording: () => {
      reads += 1;
      return recorder.recording();
    },
  };
  const observer = await open(tree, { recorder: counted, redact: ['card'] });
  const get = async (path: string) => (await ask(observer.url, path)).json;
  return { ...observer, tree, clock, get, reads: () => reads };
}

describe('a page that is opened later', () => {
  it('is told by its first frame what has left a service as it is, and the recorder is not read for it', async () => {
    const { url, reads } = await plantDegraded();
    const { nodes } = await (await look(url)).first;
    expect(nodes.find(({ path }) => path === 'billing/cart')).toMatchObject({
      state: 'degraded',
      lastIncident: {
        id: 'billing/cart#1',
        severity: 'CRITICAL',
        outcome: 'degraded',
        openedAt: 3_600_000,
        closedAt: 3_600_000,
        faults: 1,
        error: 'ConfigurationError: card=[redacted]',
      },
    });
    expect(reads()).toBe(0);
  });

  it('is told what happened before when it asks, and the recorder is read once', async () => {
    const { url, get, reads, tree, clock, pageClock } = await plantDegraded();
    const viewer = await look(url);
    await viewer.first;
    tell(tree, anyPath, { crash: new Error('while somebody looks') });
    await clock.advance(1_000);
    await pageClock.advance(50);
    const { events } = (await get('/earlier')) as Earlier;
    expect(events).toHaveLength(200);
    expect(events.map(({ number }) => number)).toEqual(events.map((_, at) => at - 200));
    expect(events.at(-1)?.event).toMatchObject({ path: '', type: 'health.changed' });
    expect(JSON.stringify(events)).not.toMatch(/4711|while somebody looks/);
    const cart = (await get('/service?path=billing%2Fcart')) as ServiceView;
    expect(cart.events.map(({ event }) => event.type)).toContain('child.degraded');
    expect(cart.events.length).toBeLessThanOrEqual(12);
    expect(cart.incidents).toMatchObject([
      { id: 'billing/cart#1', steps: ['fallback'], error: 'ConfigurationError: card=[redacted]' },
    ]);
    await get('/service?path=billing%2Fpayments');
    expect(reads()).toBe(1);
  });

  it('is told once what happens in the instant in which it is opened', async () => {
    const { url, get, tree, pageClock } = await plantDegraded();
    const viewer = await look(url);
    await viewer.first;
    tell(tree, anyPath, { crash: new Error('while somebody looks') });
    await pageClock.advance(50);
    await expect.poll(() => viewer.messages.length).toBe(2);
    const { events } = (await get('/earlier')) as Earlier;
    const live = viewer.messages[1]?.data.events ?? [];
    expect(JSON.stringify(live)).toContain('while somebody looks');
    expect(JSON.stringify(events)).not.toContain('while somebody looks');
    expect(events).toHaveLength(200);
  });
});
