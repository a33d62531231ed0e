import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { ask, child, fromSupervisor, refAt, service, stop } from '../src/index.ts';
import { createTestClock, faultyService, probeEvents } from '../src/testing/index.ts';

describe('the start of a tree', () => {
  it('rule 25: a service takes requests from the start of the tree on, also before its turn', async () => {
    const clock = createTestClock();
    let open: (() => void) | undefined;
    const slow = service({
      start: () => new Promise<void>((resolve) => (open = resolve)),
      handle: (request: string) => `slow ${request}`,
    });
    const last = faultyService();
    const shop = fromSupervisor({ children: [child('slow', slow), child('last', last.service)] });
    const tree = createActor(shop, { clock }).start();

    const reply = ask(tree, 'last', 'hello');
    await clock.settle();
    expect(last.calls).toEqual([]);
    expect(refAt(tree, 'last').getSnapshot().value).toBe('starting');

    open?.();
    expect(await reply).toBe('hello from 1');
    await stop(tree);
  });

  it('rule 25: a description is not actor logic: outside a tree nothing of it runs', () => {
    const alone = faultyService();
    // @ts-expect-error a service is a description; a supervisor runs it
    const actor = createActor(alone.service);
    actor.subscribe({ error: () => undefined });
    actor.start();
    expect(actor.getSnapshot()).toMatchObject({ status: 'error' });
    expect(alone.calls).toEqual([]);
  });

  it('rule 24: children start in order, and the next one when the one before has settled', async () => {
    const clock = createTestClock();
    const names = ['first', 'second', 'third'] as const;
    const tree = createActor(
      fromSupervisor({ children: names.map((name) => child(name, faultyService().service)) }),
      { clock },
    );
    const probe = probeEvents(tree);
    tree.start();
    await clock.settle();
    expect(probe.story('child.started', 'supervisor.started')).toEqual([
      ...names.map((name) => `child.started ${name}`),
      'supervisor.started ',
    ]);
    await stop(tree);
    expect(probe.story('child.stopped')).toEqual(
      names.toReversed().map((name) => `child.stopped ${name}`),
    );
  });
});
