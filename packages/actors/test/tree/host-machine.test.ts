import { describe, expect, it } from 'vitest';
import { assign, createActor, setup, toPromise, waitFor } from 'xstate';
import {
  ask,
  child,
  events$,
  fromSupervisor,
  policy,
  refAt,
  StateCorruptionError,
  SupervisorGaveUpError,
} from '../../src/index.ts';
import { createTestClock, faultyService } from '../../src/testing/index.ts';
import { outcome } from '../plant.ts';

function shopWith(flaky = faultyService()) {
  const shop = fromSupervisor({
    policy: policy({ RECOVERABLE: ['restart', 'escalate'], restart: { maxAttempts: 1 } }),
    children: [child('till', flaky.service)],
  });
  return { flaky, shop };
}

describe('a tree in a machine of the user', () => {
  it('works as invoke.src: on its clock, its failure is onError', async () => {
    const { flaky, shop } = shopWith();
    const clock = createTestClock();
    const host = setup({
      types: { context: {} as { error: unknown } },
      actors: { shop },
    }).createMachine({
      context: { error: undefined },
      initial: 'open',
      states: {
        open: {
          invoke: {
            src: 'shop',
            id: 'shop',
            onDone: 'closed',
            onError: { target: 'broken', actions: assign({ error: ({ event }) => event.error }) },
          },
        },
        closed: { type: 'final' },
        broken: {},
      },
    });
    const actor = createActor(host, { clock }).start();
    const tree = actor.getSnapshot().children.shop;
    if (tree === undefined) throw new Error('not invoked');
    await expect(ask(tree, 'till', 'pay')).resolves.toBe('pay from 1');
    const bugs = [new StateCorruptionError('one'), new StateCorruptionError('two')];
    flaky.thenHandle(...bugs);
    outcome(ask(tree, 'till', 'a'));
    await clock.settle();
    expect(actor.getSnapshot().value).toBe('open');
    outcome(ask(tree, 'till', 'b'));
    await clock.settle();
    expect(actor.getSnapshot().value).toBe('broken');
    expect(actor.getSnapshot().context.error).toBeInstanceOf(SupervisorGaveUpError);
    expect((actor.getSnapshot().context.error as Error).cause).toBe(bugs[1]);
    expect(flaky.calls.at(-1)).toBe('stop 2 shutdown');
    expect(clock.pending).toBe(0);
  });

  it('works as invoke.src: an ordered stop is onDone, leaving the state stops it at once', async () => {
    for (const how of ['onDone', 'exit'] as const) {
      const { flaky, shop } = shopWith();
      const clock = createTestClock();
      const host = setup({ actors: { shop } }).createMachine({
        initial: 'open',
        states: {
          open: { invoke: { src: 'shop', id: 'shop', onDone: 'closed' }, on: { CLOSE: 'closed' } },
          closed: {},
        },
      });
      const actor = createActor(host, { clock }).start();
      if (how === 'exit') actor.send({ type: 'CLOSE' });
      else actor.getSnapshot().children.shop?.send({ type: 'supervisor.stop', reason: 'evening' });
      await clock.settle();
      expect(actor.getSnapshot().value).toBe('closed');
      expect(flaky.calls).toEqual(['start 1', 'stop 1 shutdown']);
    }
  });

  it('works with spawn, and its ref takes asks, streams and recover', async () => {
    const { flaky, shop } = shopWith();
    const clock = createTestClock();
    const host = setup({ actors: { shop } }).createMachine({
      context: ({ spawn }) => ({ tree: spawn('shop', { id: 'shop' }) }),
    });
    const actor = createActor(host, { clock }).start();
    const { tree } = actor.getSnapshot().context;
    const seen: string[] = [];
    events$(tree).subscribe(({ type }) => seen.push(type));
    flaky.thenHandle(new StateCorruptionError('one'));
    outcome(ask(tree, 'till', 'a'));
    await clock.settle();
    expect(seen).toContain('child.restarting');
    const healed = await waitFor(refAt(tree, 'till'), (snapshot) => snapshot.matches('running'));
    expect(healed.value).toBe('running');
    actor.stop();
    expect(flaky.calls.at(-1)).toBe('stop 2 shutdown');
    expect(tree.getSnapshot().status).toBe('stopped');
  });

  it('a state with a systemId inside can be left and entered again', async () => {
    const { shop } = shopWith();
    const clock = createTestClock();
    const host = setup({ actors: { shop } }).createMachine({
      initial: 'open',
      states: {
        open: {
          invoke: { src: 'shop', id: 'shop', systemId: 'the-shop' },
          on: { CLOSE: 'closed' },
        },
        closed: { on: { OPEN: 'open' } },
      },
    });
    const actor = createActor(host, { clock }).start();
    for (let round = 0; round < 3; round++) {
      actor.send({ type: 'CLOSE' });
      actor.send({ type: 'OPEN' });
    }
    expect(actor.getSnapshot().status).toBe('active');
    const tree = actor.getSnapshot().children.shop;
    if (tree === undefined) throw new Error('not invoked');
    await expect(ask(tree, 'till', 'pay')).resolves.toBe('pay from 1');
  });

  it('a persisted tree starts afresh, also deep in a host', async () => {
    const { flaky, shop } = shopWith();
    const clock = createTestClock();
    const tree = createActor(shop, { clock }).start();
    await ask(tree, 'till', 'pay');
    const persisted = JSON.parse(JSON.stringify(tree.getPersistedSnapshot()));
    expect(persisted).toEqual({ value: 'running', status: 'active' });
    tree.stop();
    const again = createActor(shop, { clock, snapshot: persisted }).start();
    await expect(ask(again, 'till', 'pay')).resolves.toBe('pay from 1');
    expect(flaky.calls.filter((call) => call.startsWith('start'))).toHaveLength(2);

    const host = setup({ actors: { shop } }).createMachine({ invoke: { src: 'shop', id: 'shop' } });
    const first = createActor(host, { clock }).start();
    const deep = JSON.parse(JSON.stringify(first.getPersistedSnapshot()));
    first.stop();
    const second = createActor(host, { clock, snapshot: deep }).start();
    const inner = second.getSnapshot().children['shop'] as typeof tree;
    await expect(ask(inner, 'till', 'pay')).resolves.toBe('pay from 1');
  });

  it('toPromise resolves when it has stopped and rejects when it gives up', async () => {
    const { flaky, shop } = shopWith();
    const clock = createTestClock();
    const tree = createActor(shop, { clock }).start();
    const done = outcome(toPromise(tree));
    flaky.thenHandle(new StateCorruptionError('one'), new StateCorruptionError('two'));
    outcome(ask(tree, 'till', 'a'));
    outcome(ask(tree, 'till', 'b'));
    await clock.settle();
    expect(done.error).toBeInstanceOf(SupervisorGaveUpError);
  });
});
