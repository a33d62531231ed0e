import { of, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  type AnyActorLogic,
  assign,
  fromCallback,
  fromEventObservable,
  fromObservable,
  fromPromise,
  fromTransition,
  sendParent,
  setup,
} from 'xstate';
import {
  child,
  DataCorruptionError,
  policy,
  recover,
  refAt,
  serviceFrom,
  tell,
  workerAt,
} from '../../src/index.ts';
import { anyPath, plant } from '../plant.ts';

const counter = setup({
  types: {
    context: {} as { n: number },
    input: {} as { from: number },
    events: {} as { type: 'INC' },
  },
}).createMachine({
  context: ({ input }) => ({ n: input.from }),
  on: { INC: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
});

describe('any XState logic as a child', () => {
  it('a machine gets its input, its events by tell and by its ref, and is seen by workerAt', () => {
    const { tree } = plant({ children: [child('cart', counter, { input: { from: 5 } })] });
    tell(tree, 'cart', { type: 'INC' });
    refAt(tree, 'cart').send({ type: 'INC' });
    expect(workerAt(tree, 'cart')?.getSnapshot().context).toEqual({ n: 7 });
    expect(refAt(tree, 'cart').getSnapshot().children.worker).toBe(workerAt(tree, 'cart'));
    expect(workerAt(tree, 'cart')).not.toBe(refAt(tree, 'cart'));
  });

  it('a transition function, a callback, an observable and a promise run as they are', async () => {
    const received: string[] = [];
    const { tree, clock } = plant({
      children: [
        child(
          'sum',
          fromTransition((sum: number, { by }: { type: 'ADD'; by: number }) => sum + by, 1),
        ),
        child(
          'log',
          fromCallback<{ type: 'LOG'; text: string }>(({ receive }) =>
            receive(({ text }) => received.push(text)),
          ),
        ),
        child(
          'ticks',
          fromObservable(() => of(1, 2, 3)),
          { restart: 'temporary' },
        ),
        child(
          'fetch',
          fromPromise(async ({ input }: { input: string }) => input),
          { input: 'x', restart: 'transient' },
        ),
      ],
    });
    tell(tree, 'sum', { type: 'ADD', by: 2 });
    tell(tree, 'log', { type: 'LOG', text: 'hello' });
    await clock.settle();
    expect(workerAt(tree, 'sum')?.getSnapshot().context).toBe(3);
    expect(received).toEqual(['hello']);
    expect(refAt(tree, 'fetch').getSnapshot().value).toBe('stopped');
    expect(tree.getSnapshot().children).not.toHaveProperty('ticks');
  });

  it('logic whose methods stand on a class works too', () => {
    class Echo {
      heard = 0;
      getInitialSnapshot() {
        return { status: 'active', output: undefined, error: undefined, heard: 0 };
      }
      start() {
        this.heard += 100;
      }
      transition(snapshot: object) {
        this.heard += 1;
        return { ...snapshot, heard: this.heard };
      }
      getPersistedSnapshot(snapshot: object) {
        return snapshot;
      }
    }
    const { tree } = plant({ children: [child('echo', new Echo() as unknown as AnyActorLogic)] });
    tell(tree, anyPath('echo'), { type: 'ANY' });
    expect(workerAt(tree, 'echo')?.getSnapshot()).toMatchObject({ heard: 101 });
  });

  it('events wait in a bounded mailbox while there is no worker', async () => {
    const seen: string[] = [];
    const machine = setup({}).createMachine({
      on: {
        CRASH: {
          actions: () => {
            throw new TypeError('bug');
          },
        },
        '*': { actions: ({ event }) => seen.push(event.type) },
      },
    });
    const { tree, clock, probe } = plant({
      policy: policy({ restart: { backoff: { kind: 'constant', delayMs: 1_000 } } }),
      children: [child('m', serviceFrom(machine, { mailboxSize: 2 }))],
    });
    for (const type of ['CRASH', 'a', 'b', 'c']) tell(tree, 'm', { type });
    expect(probe.of('message.undeliverable').map(({ reason }) => reason)).toEqual([
      'its operation failed',
      'mailbox full',
    ]);
    await clock.advance(1_000);
    expect(seen).toEqual(['a', 'b']);
    tree.stop();
    tell(tree, 'm', { type: 'd' });
    expect(probe.of('message.undeliverable').at(-1)).toMatchObject({
      kind: 'tell',
      reason: 'stopped',
    });
  });

  it('rule 35: while it is degraded events are refused, and the snapshot says until when', async () => {
    const machine = setup({}).createMachine({
      on: {
        CRASH: {
          actions: () => {
            throw new DataCorruptionError('disk');
          },
        },
      },
    });
    const { tree, clock, probe } = plant({ children: [child('m', machine)] });
    tell(tree, 'm', { type: 'CRASH' });
    tell(tree, 'm', { type: 'a' });
    await clock.settle();
    expect(refAt(tree, 'm').getSnapshot().value).toBe('degraded');
    expect(refAt(tree, 'm').getSnapshot().context).toEqual({
      incident: 'm#1',
      severity: 'CRITICAL',
      step: 'fallback',
      attempt: 1,
    });
    expect(probe.of('message.undeliverable').map(({ reason }) => reason)).toEqual([
      'its operation failed',
      'degraded without a fallback',
    ]);
    await expect(recover(tree, 'm')).resolves.toEqual({ ok: true });
    expect(workerAt(tree, 'm')?.getSnapshot().status).toBe('active');
  });
});

describe('what a worker sends to its parent', () => {
  it('is a dead letter, told with its service, and does not come back to the worker', async () => {
    const seen: string[] = [];
    const chatty = setup({}).createMachine({
      on: {
        GO: { actions: sendParent({ type: 'ECHO' }) },
        ECHO: { actions: sendParent({ type: 'ECHO' }) },
        '*': { actions: ({ event }) => seen.push(event.type) },
      },
    });
    const callback = fromCallback(({ sendBack, receive }) =>
      receive(() => sendBack({ type: 'ECHO' })),
    );
    const { tree, clock, probe } = plant({
      children: [
        child('chatty', chatty),
        child('callback', callback),
        child(
          'events',
          fromEventObservable(() => of({ type: 'TICK' })),
          { restart: 'transient' },
        ),
      ],
    });
    tell(tree, 'chatty', { type: 'GO' });
    tell(tree, 'callback', { type: 'GO' });
    await clock.settle();
    expect(
      probe.of('message.undeliverable').map(({ path, kind, reason }) => [path, kind, reason]),
    ).toEqual([
      ['events', 'tell', 'not a request'],
      ['chatty', 'tell', 'not a request'],
      ['callback', 'tell', 'not a request'],
    ]);
    expect(seen).toEqual([]);
  });
});

describe('how a worker ends', () => {
  const failing = () => fromPromise(async () => Promise.reject(new TypeError('bug')));
  const ending = () => fromPromise(async () => 'done');

  it.each([
    { restart: 'permanent', logic: ending(), next: 'restarting', why: 'UnexpectedExitError' },
    { restart: 'transient', logic: ending(), next: 'stopped', why: undefined },
    { restart: 'temporary', logic: ending(), next: 'removed', why: undefined },
    { restart: 'permanent', logic: failing(), next: 'restarting', why: 'TypeError' },
    { restart: 'transient', logic: failing(), next: 'restarting', why: 'TypeError' },
    { restart: 'temporary', logic: failing(), next: 'removed', why: 'TypeError' },
  ] as const)('rule 7: $restart $why: $next', async ({ restart, logic, next, why }) => {
    const { tree, clock, probe } = plant({ children: [child('job', logic, { restart })] });
    const ref = refAt(tree, 'job');
    await clock.settle();
    expect(probe.of('child.faulted').at(-1)?.fault.error.name).toBe(why);
    // A temporary child's place goes with it.
    expect(Object.keys(tree.getSnapshot().children)).toEqual(next === 'removed' ? [] : ['job']);
    expect(ref.getSnapshot().value).toBe(next === 'removed' ? 'stopped' : next);
    expect(probe.of('report.fenced')).toEqual([]);
  });

  it('an observable that errors is a fault', async () => {
    const { clock, probe } = plant({
      children: [
        child(
          'ticks',
          fromObservable(() => throwError(() => new RangeError('too many'))),
        ),
      ],
    });
    await clock.settle();
    expect(probe.of('child.faulted')[0]).toMatchObject({
      path: 'ticks',
      severity: 'RECOVERABLE',
      fault: { error: { name: 'RangeError' } },
    });
  });

  it('each end of a worker is told once', async () => {
    const done = setup({}).createMachine({ initial: 'end', states: { end: { type: 'final' } } });
    const { clock, probe } = plant({ children: [child('job', done, { restart: 'transient' })] });
    await clock.settle();
    expect(probe.story('child.exited', 'report.fenced')).toEqual(['child.exited job']);
  });
});
