import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import {
  ask,
  child,
  DataCorruptionError,
  DependencyError,
  fromSupervisor,
  NetworkTimeoutError,
  service,
  UnknownChildError,
} from '../../src/index.ts';
import { announceOrder, injectFault, tellPageFailed } from '../../src/inspection/index.ts';
import { plant } from '../plant.ts';

const answering = service({ handle: (request: number) => request + 41 });

function plantShop() {
  return plant({
    children: [
      child('payments', answering),
      child('cart', createMachine({})),
      child('billing', fromSupervisor({ children: [] })),
    ],
  });
}

describe('injectFault', () => {
  it.each([
    [new NetworkTimeoutError('drill'), 'running', 2],
    [new DependencyError('drill'), 'running', 2],
    [new DataCorruptionError('drill'), 'degraded', 0],
  ] as const)(
    'lets a service fail with %s, and the chain answers',
    async (error, state, restarts) => {
      const { tree, probe, clock } = plantShop();
      for (const path of ['payments', 'cart'] as const) {
        expect(injectFault(tree, path, error)).toEqual({ ok: true });
        await clock.settle();
        const faulted = probe.events.find(
          (event) => event.type === 'child.faulted' && event.path === path,
        );
        expect(faulted).toMatchObject({ fault: { origin: 'worker', error: { message: 'drill' } } });
        expect(tree.getSnapshot().children[path].getSnapshot().value).toBe(state);
      }
      expect(probe.events.filter(({ type }) => type === 'child.restarting')).toHaveLength(restarts);
    },
  );

  it('lets a service that failed so answer again in its next life', async () => {
    const { tree } = plantShop();
    injectFault(tree, 'payments', new DependencyError('drill'));
    expect(await ask(tree, 'payments', 1)).toBe(42);
  });

  it('refuses what does not run, and what is no service', async () => {
    const { tree, clock } = plantShop();
    injectFault(tree, 'payments', new DataCorruptionError('drill'));
    await clock.settle();
    expect(injectFault(tree, 'payments', new Error('again'))).toEqual({
      ok: false,
      reason: 'not_running',
      state: 'degraded',
    });
    expect(injectFault(tree, 'billing', new Error('drill'))).toEqual({
      ok: false,
      reason: 'not_a_service',
      state: 'running',
    });
    expect(() => injectFault(tree, 'nope', new Error('drill'))).toThrow(UnknownChildError);
  });
});

it('an order is told by who gave it, and that a page has failed by what was thrown', () => {
  const { tree, probe } = plantShop();
  announceOrder(tree, 'payments', 'restart', 'ann');
  tellPageFailed(tree, 'payments', new Error('no such view'));
  expect(probe.events.slice(-2)).toMatchObject([
    { type: 'command.given', path: 'payments', command: 'restart', by: 'ann' },
    { type: 'observer.failed', path: 'payments', observer: 'page' },
  ]);
});
