import { events$, refAt } from '@kintsugi/actors';
import { createInspector, type StatelyInspectionEvent } from '@statelyai/inspect';
import { describe, expect, it } from 'vitest';
import { statelyMessages } from '../../src/index.ts';
import { plantShop } from './plant.ts';
import { names, story } from './viewers.ts';

describe('statelyMessages', () => {
  it('feeds an inspector of @statelyai/inspect that is there already', async () => {
    const { tree } = await plantShop();
    const received: StatelyInspectionEvent[] = [];
    const inspector = createInspector({ send: (event) => received.push(event) });
    const leave = statelyMessages(tree, (message) =>
      inspector.adapter.send(message as unknown as StatelyInspectionEvent),
    );
    expect(names(received)).toEqual(['supervisor', 'db', 'billing', 'cart', 'worker']);
    refAt(tree, 'billing/cart').send({ type: 'add' });
    expect(story(received, refAt(tree, 'billing/cart').sessionId)).toContain('> add');
    leave();
    const count = received.length;
    refAt(tree, 'billing/cart').send({ type: 'help' });
    expect(received).toHaveLength(count);
  });

  it('is plain JSON, whatever the tree holds', async () => {
    const { tree, clock } = await plantShop();
    statelyMessages(tree, (message) => {
      expect(JSON.parse(JSON.stringify(message))).toEqual(
        JSON.parse(JSON.stringify(structuredClone(message))),
      );
    });
    for (const type of ['help', 'dismiss', 'fail', 'add'] as const)
      refAt(tree, 'billing/cart').send({ type });
    await clock.advance(60_000);
    expect(refAt(tree, 'billing/cart').getSnapshot().value).toBe('running');
  });

  it('a viewer that throws wedges nobody', async () => {
    const { tree, clock } = await plantShop();
    const failures: string[] = [];
    events$(tree).subscribe((event) => {
      if (event.type === 'observer.failed') failures.push(event.error.message);
    });
    let isArmed = false;
    statelyMessages(tree, () => {
      if (isArmed) throw new RangeError('viewer');
    });
    isArmed = true;
    refAt(tree, 'billing/cart').send({ type: 'fail' });
    await clock.advance(60_000);
    expect(refAt(tree, 'billing/cart').getSnapshot().value).toBe('running');
    expect(new Set(failures)).toEqual(new Set(['viewer']));
  });
});
