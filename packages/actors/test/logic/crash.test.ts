import { describe, expect, it } from 'vitest';
import {
  assign,
  enqueueActions,
  fromCallback,
  fromPromise,
  raise,
  sendTo,
  setup,
  spawnChild,
} from 'xstate';
import { child, NetworkTimeoutError, policy, refAt, tell, workerAt } from '../../src/index.ts';
import { plant } from '../plant.ts';

/** What still runs, by name: everything must be gone after a crash. */
function workshop() {
  const running = new Set<string>();
  const callback = (name: string) =>
    fromCallback(() => {
      running.add(name);
      return () => running.delete(name);
    });
  const promise = (name: string) =>
    fromPromise(async ({ signal }) => {
      running.add(name);
      signal.addEventListener('abort', () => running.delete(name));
      return new Promise(() => undefined);
    });
  const boom = (): never => {
    throw new TypeError('boom');
  };
  return { running, callback, promise, boom };
}

/** Restarted after a minute: what a crash has left running is not hidden by the next life. */
const later = policy({
  RECOVERABLE: ['restart', 'fail'],
  TRANSIENT: ['restart', 'fail'],
  restart: { backoff: { kind: 'constant', delayMs: 60_000 } },
});

describe('a crash of a worker', () => {
  it('stops the children of a machine that throws, disposes callbacks and aborts promises', async () => {
    const { running, callback, promise, boom } = workshop();
    const machine = setup({
      actors: {
        callback: callback('invoked'),
        promise: promise('promised'),
        spawned: callback('spawned'),
      },
    }).createMachine({
      initial: 'busy',
      entry: spawnChild('spawned', { id: 'spawned' }),
      states: {
        busy: {
          invoke: [{ src: 'callback' }, { src: 'promise' }],
          on: { CRASH: { actions: boom } },
        },
      },
    });
    const { tree, clock } = plant({ policy: later, children: [child('job', machine)] });
    await clock.settle();
    expect([...running]).toEqual(['spawned', 'invoked', 'promised']);
    tell(tree, 'job', { type: 'CRASH' });
    await clock.settle();
    expect([...running]).toEqual([]);
    expect(workerAt(tree, 'job')).toBeUndefined();
    await clock.advance(60_000);
    expect([...running]).toEqual(['spawned', 'invoked', 'promised']);
  });

  it('stops what the crashing transition itself has begun, however it was begun', async () => {
    const { running, callback, boom } = workshop();
    const machine = setup({
      types: { context: {} as { ref: unknown } },
      actors: { late: callback('late') },
    }).createMachine({
      initial: 'idle',
      context: { ref: undefined },
      states: {
        idle: {
          on: {
            ACTION: { actions: [spawnChild('late', { id: 'a', systemId: 'taken' }), boom] },
            ASSIGN: { actions: [assign({ ref: ({ spawn }) => spawn('late', { id: 'b' }) }), boom] },
            ENQUEUE: {
              actions: enqueueActions(({ enqueue }) => {
                enqueue.spawnChild('late', { id: 'c' });
                enqueue(boom);
              }),
            },
            ENTER: { target: 'invoking' },
          },
        },
        invoking: { invoke: { src: 'late' }, entry: boom },
      },
    });
    for (const type of ['ACTION', 'ASSIGN', 'ENQUEUE', 'ENTER'] as const) {
      const { tree, clock } = plant({ policy: later, children: [child('job', machine)] });
      tell(tree, 'job', { type });
      await clock.settle();
      expect([type, ...running]).toEqual([type]);
      // The name in the system is free again, too.
      await clock.advance(60_000);
      tell(tree, 'job', { type });
      await clock.settle();
      expect(refAt(tree, 'job').getSnapshot().value).toBe('restarting');
      expect([type, ...running]).toEqual([type]);
      tree.stop();
    }
  });

  it('stops what a start that throws has begun', async () => {
    const { running, callback, boom } = workshop();
    const machine = setup({ actors: { early: callback('early') } }).createMachine({
      entry: [spawnChild('early', { id: 'early' }), boom],
      invoke: { src: 'early' },
    });
    const { clock, probe } = plant({ policy: later, children: [child('job', machine)] });
    await clock.settle();
    expect([...running]).toEqual([]);
    expect(probe.of('child.faulted')).toMatchObject([{ fault: { origin: 'start' } }]);
  });

  it('disposes a callback whose receiver throws', async () => {
    let disposed = 0;
    const logic = fromCallback(({ receive }) => {
      receive(() => {
        throw new TypeError('boom');
      });
      return () => {
        disposed += 1;
      };
    });
    const { tree, clock, probe } = plant({ policy: later, children: [child('job', logic)] });
    tell(tree, 'job', { type: 'ANY' });
    await clock.settle();
    expect(disposed).toBe(1);
    expect(probe.of('child.faulted')).toMatchObject([{ fault: { origin: 'worker' } }]);
  });

  it('takes the delayed events of the crashed machine back', async () => {
    const { boom } = workshop();
    let rung = 0;
    const machine = setup({}).createMachine({
      entry: raise({ type: 'RING' }, { delay: 5_000 }),
      on: { RING: { actions: () => void (rung += 1) }, CRASH: { actions: boom } },
    });
    const { tree, clock } = plant({ policy: later, children: [child('job', machine)] });
    tell(tree, 'job', { type: 'CRASH' });
    await clock.settle();
    // One timer: the restart's.
    expect(clock.pending).toBe(1);
    await clock.advance(59_999);
    expect(rung).toBe(0);
  });

  it('a failed grandchild that its machine does not handle is the machine’s crash', async () => {
    const { running, callback } = workshop();
    const machine = setup({
      actors: {
        callback: callback('sibling'),
        fails: fromPromise(async () => Promise.reject(new NetworkTimeoutError('no route'))),
      },
    }).createMachine({ invoke: [{ src: 'callback' }, { src: 'fails' }] });
    const { tree, clock, probe } = plant({ policy: later, children: [child('job', machine)] });
    await clock.settle();
    expect([...running]).toEqual([]);
    // Rule 23: nothing to deliver again, so it is not retried.
    expect(probe.of('child.faulted')).toMatchObject([
      { severity: 'TRANSIENT', fault: { origin: 'worker' } },
    ]);
    expect(refAt(tree, 'job').getSnapshot().value).toBe('restarting');
  });

  it('an answer to sendTo that arrives after the crash reaches nobody', async () => {
    const { boom } = workshop();
    const echo = fromCallback<{ type: 'PING' }>(({ sendBack, receive }) =>
      receive(() => sendBack({ type: 'PONG' })),
    );
    const machine = setup({ actors: { echo } }).createMachine({
      invoke: { src: 'echo', id: 'echo' },
      on: { PONG: { actions: boom }, GO: { actions: sendTo('echo', { type: 'PING' }) } },
    });
    const { tree, clock, probe } = plant({ policy: later, children: [child('job', machine)] });
    tell(tree, 'job', { type: 'GO' });
    await clock.settle();
    expect(probe.of('child.faulted')).toHaveLength(1);
    expect(refAt(tree, 'job').getSnapshot().value).toBe('restarting');
  });
});
