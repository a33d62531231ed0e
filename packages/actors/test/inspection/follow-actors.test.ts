import { describe, expect, it } from 'vitest';
import {
  createActor,
  fromCallback,
  fromPromise,
  fromTransition,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate';
import {
  child,
  DataCorruptionError,
  deleteChild,
  fromDynamicSupervisor,
  fromSupervisor,
  policy,
  refAt,
  serviceFrom,
  startChild,
  stop,
  terminateChild,
  workerAt,
} from '../../src/index.ts';
import { followActors } from '../../src/inspection/index.ts';
import { createTestClock, faultyService, probeEvents } from '../../src/testing/index.ts';
import { plant } from '../plant.ts';
import { follow } from './heard.ts';

const counter = fromTransition((count: number) => count + 1, 0);

/** Counts, has helpers, and fails when it is told to. */
const busy = setup({
  types: { events: {} as { type: 'help' | 'dismiss' | 'fail' | 'failBelow' } },
  actors: {
    counter,
    pulse: fromCallback(() => undefined),
    brittle: fromTransition(() => {
      throw new RangeError('below');
    }, 0),
  },
}).createMachine({
  id: 'busy',
  invoke: { src: 'pulse', id: 'pulse' },
  initial: 'idle',
  states: { idle: {} },
  on: {
    help: { actions: spawnChild('counter', { id: 'helper' }) },
    dismiss: { actions: stopChild('helper') },
    fail: {
      actions: () => {
        throw new RangeError('worker');
      },
    },
    failBelow: {
      actions: [spawnChild('brittle', { id: 'brittle' }), sendTo('brittle', { type: 'now' })],
    },
    '*': {},
  },
});

const shop = () =>
  plant({
    children: [
      child('db', faultyService().service),
      child('billing', fromSupervisor({ children: [child('cart', serviceFrom(busy))] })),
    ],
  });

describe('followActors', () => {
  it('tells what is there already, read from the tree, parents first', async () => {
    const { tree, clock } = shop();
    await clock.settle();
    const heard = follow(tree);
    expect(heard.said()).toEqual([
      '+ root',
      '+ db',
      '+ billing',
      '+ billing/cart',
      '+ billing/cart/worker',
      '+ billing/cart/worker/pulse',
    ]);
  });

  it('may begin before the tree does', async () => {
    const clock = createTestClock();
    const tree = createActor(fromSupervisor({ children: [child('cart', serviceFrom(busy))] }), {
      clock,
    });
    const heard = follow(tree);
    tree.start();
    await clock.settle();
    expect(heard.alive()).toEqual(['', 'cart', 'cart/worker', 'cart/worker/pulse']);
  });

  it('tells an event on its way, from whom, and where it has led', async () => {
    const { tree, clock } = shop();
    await clock.settle();
    const heard = follow(tree);
    heard.said();
    refAt(tree, 'billing/cart').send({ type: 'help' });
    expect(heard.said()).toEqual([
      '? > billing/cart: help',
      '? > billing/cart/worker: help',
      '+ billing/cart/worker/helper',
      'billing/cart/worker > billing/cart/worker/helper: xstate.init',
      'billing/cart/worker/helper: xstate.init active ""',
      'billing/cart/worker: help active "idle"',
      'billing/cart: help active "running"',
    ]);
  });

  it('a reducer that was stopped has ended, and stays so whatever is sent to it', async () => {
    const { tree, clock } = shop();
    await clock.settle();
    const heard = follow(tree);
    const cart = workerAt(tree, 'billing/cart');
    cart?.send({ type: 'help' });
    const { helper } = cart?.getSnapshot().children ?? {};
    cart?.send({ type: 'dismiss' });
    heard.said();
    helper?.send({ type: 'late' });
    expect(heard.said()).toEqual([]);
    expect(heard.alive()).not.toContain('billing/cart/worker/helper');
  });

  it('a worker that crashes ends with its error; the next one is another actor', async () => {
    const { tree, clock } = shop();
    await clock.settle();
    const heard = follow(tree);
    heard.said();
    refAt(tree, 'billing/cart').send({ type: 'fail' });
    await clock.advance(60_000);
    const said = heard.said();
    expect(said).toContain('- billing/cart/worker: RangeError: worker');
    expect(said).toContain('- billing/cart/worker/pulse');
    expect(said.indexOf('+ billing/cart/worker')).toBeGreaterThan(
      said.indexOf('- billing/cart/worker: RangeError: worker'),
    );
    expect(heard.alive()).toEqual([
      '',
      'db',
      'billing',
      'billing/cart',
      'billing/cart/worker',
      'billing/cart/worker/pulse',
    ]);
  });

  it('sees the crash of an actor below a worker, of which XState shows no snapshot', async () => {
    const { tree, clock } = shop();
    await clock.settle();
    const heard = follow(tree);
    refAt(tree, 'billing/cart').send({ type: 'failBelow' });
    const path = 'billing/cart/worker/brittle';
    expect(
      heard
        .said()
        .filter((line) => line.includes(path))
        .slice(-2),
    ).toEqual([`${path}: xstate.error.actor.brittle error ""`, `- ${path}: RangeError: below`]);
  });

  it('a promise that fulfils, and one that rejects, have ended', async () => {
    const { tree, clock } = plant({
      children: [
        child('good', serviceFrom(fromPromise(async () => 1)), { restart: 'temporary' }),
        child(
          'bad',
          serviceFrom(
            fromPromise(async () => {
              throw new RangeError('no');
            }),
          ),
          { restart: 'temporary' },
        ),
      ],
    });
    const heard = follow(tree);
    await clock.advance(60_000);
    const said = heard.said();
    expect(said).toContain('- good/worker');
    expect(said).toContain('- bad/worker: RangeError: no');
  });

  it('children come and go', async () => {
    const { tree, clock } = plant({
      children: [child('pool', fromDynamicSupervisor({ child: faultyService().service }))],
    });
    await clock.settle();
    const heard = follow(tree);
    const started = await startChild(tree, 'pool', { id: 'a' });
    expect(started.ok).toBe(true);
    expect(heard.alive()).toEqual(['', 'pool', 'pool/a']);
    await terminateChild(tree, 'pool/a');
    await startChild(tree, '', child('late', faultyService().service));
    expect(heard.alive()).toEqual(['', 'pool', 'late']);
    await terminateChild(tree, 'late' as never);
    await deleteChild(tree, 'late' as never);
    expect(heard.alive()).toEqual(['', 'pool']);
  });

  it('of a tree that ends everything has ended, the root last', async () => {
    const { tree } = shop();
    const heard = follow(tree);
    await stop(tree);
    expect(heard.alive()).toEqual([]);
    expect(heard.said().at(-1)).toBe('- root');
    const late = follow(tree);
    expect(late.said()).toEqual(['+ root', '- root']);
  });

  it('of a tree that gives up the root ends with the error', async () => {
    const flaky = faultyService({ start: [new DataCorruptionError('disk')] });
    const { tree, clock } = plant({
      policy: policy({ CRITICAL: ['escalate'] }),
      children: [child('db', flaky.service)],
    });
    const heard = follow(tree);
    await clock.settle();
    expect(tree.getSnapshot().status).toBe('error');
    expect(heard.said().at(-1)).toMatch(/^- root: SupervisorGaveUpError/);
  });

  it('follows a tree within a machine, and nothing beside it', async () => {
    const clock = createTestClock();
    const tree = fromSupervisor({ children: [child('db', faultyService().service)] });
    const host = createActor(
      setup({ actors: { tree, counter } }).createMachine({
        invoke: { src: 'tree', id: 'tree' },
        on: { more: { actions: spawnChild('counter', { id: 'counter' }) } },
      }),
      { clock },
    ).start();
    await clock.settle();
    const heard = follow(host.getSnapshot().children['tree'] as never);
    host.send({ type: 'more' });
    expect(heard.said()).toEqual(['+ root', '+ db']);
  });

  it('after leaving nothing is told, however often somebody came and went', async () => {
    const { tree, clock } = shop();
    await clock.settle();
    for (let times = 0; times < 1_000; times++) follow(tree).leave();
    const heard = follow(tree);
    heard.said();
    heard.leave();
    heard.leave();
    refAt(tree, 'billing/cart').send({ type: 'help' });
    expect(heard.said()).toEqual([]);
  });

  it('a listener that throws is told about, and wedges nobody', async () => {
    const { tree, clock, probe } = shop();
    await clock.settle();
    let isArmed = false;
    followActors(tree, () => {
      if (isArmed) throw new RangeError('listener');
    });
    const heard = follow(tree);
    isArmed = true;
    refAt(tree, 'billing/cart').send({ type: 'help' });
    refAt(tree, 'billing/cart').send({ type: 'dismiss' });
    await clock.settle();
    expect(workerAt(tree, 'billing/cart')?.getSnapshot().children).not.toHaveProperty('helper');
    expect(heard.said()).toContain('- billing/cart/worker/helper');
    expect(probe.of('observer.failed')[0]).toMatchObject({
      observer: 'inspector',
      error: { message: 'listener' },
    });
  });

  it('a listener that throws at what is there already throws to whoever began', async () => {
    const { tree, clock } = shop();
    await clock.settle();
    const probe = probeEvents(tree);
    const boom = () => {
      throw new RangeError('at once');
    };
    expect(() => followActors(tree, boom)).toThrow('at once');
    refAt(tree, 'billing/cart').send({ type: 'help' });
    expect(probe.of('observer.failed')).toEqual([]);
  });

  it('follows trees only', () => {
    const { tree } = plant({ children: [child('a', faultyService().service)] });
    expect(() => followActors(refAt(tree, 'a') as never, () => undefined)).toThrow(
      expect.objectContaining({ code: 'NOT_A_TREE' }),
    );
  });
});
