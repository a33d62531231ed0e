import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  ask,
  child,
  describeTree,
  fromDynamicSupervisor,
  fromSupervisor,
  service,
  startChild,
  stop,
} from '../../src/index.ts';
import { withServices } from '../../src/testing/index.ts';

const opensSockets = service({
  start: () => {
    throw new Error('no network in a test');
  },
  handle: (text: string) => text,
});

const shop = fromSupervisor({
  strategy: 'rest_for_one',
  children: [
    child('db', opensSockets, { shutdown: 100 }),
    child('billing', fromSupervisor({ children: [child('payments', opensSockets)] })),
    child('rooms', fromDynamicSupervisor({ child: opensSockets })),
  ],
});

describe('withServices', () => {
  it('puts another service at every place, and keeps the tree around it', async () => {
    const places: string[] = [];
    const quiet = withServices(shop, ({ path }) => {
      places.push(path);
      return service({ handle: (text: string) => `${path}: ${text}` });
    });
    expect(places).toEqual(['db', 'billing/payments', 'rooms/*']);
    expect(describeTree(quiet)).toEqual(describeTree(shop));

    const tree = createActor(quiet).start();
    expect(await ask(tree, 'billing/payments', 'hello')).toBe('billing/payments: hello');
    await startChild(tree, 'rooms', { id: 'lobby' });
    expect(await ask(tree, 'rooms/lobby', 'hello')).toBe('rooms/*: hello');
    await stop(tree);
  });

  it('knows whether the other service has something to do before it is degraded', () => {
    const quiet = withServices(shop, () =>
      service({ handle: (text: string) => text, degrade: () => undefined }),
    );
    const [root] = describeTree(quiet);
    expect(root?.spec.children.map(({ spec }) => spec.hasDegradeHook)).toEqual([
      true,
      false,
      false,
    ]);
  });
});
