import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  fromSupervisor,
  service,
  stop,
  tell,
  terminateChild,
} from '../../src/index.ts';
import { lookAt, waitingAt } from '../../src/inspection/index.ts';
import { createGate } from '../../src/testing/index.ts';
import { plant } from '../plant.ts';

function plantShop() {
  const gate = createGate();
  const payments = service({
    handle: (request: string) => {
      if (request === 'crash') throw new Error('refused');
      return gate.wait();
    },
  });
  const billing = fromSupervisor({ children: [child('payments', payments)] });
  return { ...plant({ children: [child('billing', billing)] }), gate };
}

describe('lookAt', () => {
  it('sees a service by its path: its record, its life and what waits', async () => {
    const { tree, clock } = plantShop();
    await clock.advance(5);
    void ask(tree, 'billing/payments', 'one').catch(() => undefined);
    void ask(tree, 'billing/payments', 'two').catch(() => undefined);
    const look = lookAt(tree, 'billing/payments');
    expect(look).toMatchObject({
      health: 'healthy',
      upSince: 0,
      waiting: 1,
      supervisor: undefined,
    });
    expect(look?.child?.of.path).toBe('billing');
    expect(look?.child?.record).toMatchObject({ state: 'running', incarnation: 1 });
    expect(waitingAt(tree, 'billing/payments', 20)).toEqual(['two']);
    expect(waitingAt(tree, 'billing/payments', 0)).toEqual([]);
  });

  it('sees a new life as one that has just begun', async () => {
    const { tree, clock } = plantShop();
    await clock.advance(5);
    tell(tree, 'billing/payments', 'crash');
    expect(lookAt(tree, 'billing/payments')).toMatchObject({ upSince: 5 });
    expect(lookAt(tree, 'billing/payments')?.child?.record).toMatchObject({ incarnation: 2 });
  });

  it('sees a supervisor, and the root, which is nobody’s child', () => {
    const { tree } = plantShop();
    expect(lookAt(tree, 'billing')?.supervisor?.state.children.size).toBe(1);
    expect(lookAt(tree, 'billing')).toMatchObject({ upSince: 0, waiting: undefined });
    expect(lookAt(tree, '')).toMatchObject({ child: undefined, health: 'healthy', upSince: 0 });
  });

  it('sees no life and no health in what was stopped by order', async () => {
    const { tree } = plantShop();
    await terminateChild(tree, 'billing/payments');
    expect(lookAt(tree, 'billing/payments')).toMatchObject({
      health: undefined,
      upSince: undefined,
    });
    await stop(tree);
    expect(lookAt(tree, '')).toMatchObject({ health: undefined, upSince: undefined });
  });

  it('sees that a tree whose actor was stopped has ended at once', () => {
    const { tree } = plantShop();
    expect(lookAt(tree, 'billing/payments')).toMatchObject({ hasEndedAtOnce: false });
    tree.stop();
    for (const path of ['', 'billing', 'billing/payments'])
      expect(lookAt(tree, path)).toMatchObject({
        hasEndedAtOnce: true,
        health: undefined,
        upSince: undefined,
      });
  });

  it('sees nothing where nothing is', () => {
    const { tree } = plantShop();
    for (const path of ['nope', 'billing/nope', 'billing/payments/deeper'])
      expect(lookAt(tree, path)).toBeUndefined();
    expect(waitingAt(tree, 'billing', 20)).toEqual([]);
  });

  it('tells since when its chart stands where it stands, and whether it answers while it is degraded', async () => {
    const handle = (text: string) => text;
    const answers = service({ handle, fallback: () => 'later' });
    const { tree, clock } = plant({
      children: [child('answers', answers), child('refuses', service({ handle }))],
    });
    await clock.advance(70);
    await terminateChild(tree, 'refuses');
    expect(lookAt(tree, 'answers')).toMatchObject({
      hasFallback: true,
      child: { record: { since: 0 } },
    });
    expect(lookAt(tree, 'refuses')).toMatchObject({
      hasFallback: false,
      child: { record: { since: 70 } },
    });
  });
});
