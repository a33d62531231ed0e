import { describe, expect, it } from 'vitest';
import { assign, type EventObject, fromTransition, setup } from 'xstate';
import {
  ask,
  child,
  NetworkTimeoutError,
  refAt,
  tell,
  workerAt,
  workerSnapshots$,
} from '../../src/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

/** A counter whose next additions throw as often as it is told. */
function flakyCounter(failures: number, seen: EventObject[] = []) {
  let left = failures;
  const machine = setup({ types: { context: {} as { n: number } } }).createMachine({
    context: { n: 0 },
    on: {
      ADD: {
        actions: assign({
          n: ({ context }) => {
            if (left > 0) {
              left -= 1;
              throw new NetworkTimeoutError('no route');
            }
            return context.n + 1;
          },
        }),
      },
      '*': { actions: ({ event }) => seen.push(event) },
    },
  });
  return { machine, fail: (times: number) => (left = times) };
}

describe('retry of XState logic', () => {
  it('rule 23: the last good snapshot is restored and the event is delivered again', async () => {
    const { machine, fail } = flakyCounter(0);
    const { tree, clock, probe } = plant({ children: [child('n', machine)] });
    tell(tree, 'n', { type: 'ADD' });
    fail(2);
    tell(tree, 'n', { type: 'ADD' });
    expect(refAt(tree, 'n').getSnapshot().value).toBe('retrying');
    await clock.advance(1_000);
    expect(workerAt(tree, 'n')?.getSnapshot().context).toEqual({ n: 2 });
    expect(refAt(tree, 'n').getSnapshot().value).toBe('running');
    // The same incarnation, and each fault told once.
    expect(probe.of('child.started')).toHaveLength(1);
    expect(probe.of('child.faulted').map(({ fault }) => fault.origin)).toEqual([
      'transition',
      'transition',
    ]);
    expect(probe.of('report.fenced')).toEqual([]);
  });

  it('rule 23: with the retries spent it is started afresh, and the event is a dead letter', async () => {
    const { machine } = flakyCounter(5);
    const { tree, clock, probe } = plant({ children: [child('n', machine)] });
    tell(tree, 'n', { type: 'ADD' });
    await clock.advance(7_000);
    expect(probe.of('child.faulted')).toHaveLength(5);
    expect(probe.of('child.retrying').map(({ at }) => at)).toEqual([0, 0, 1_000, 3_000]);
    expect(probe.of('message.undeliverable')).toMatchObject([
      { kind: 'tell', reason: 'its operation failed' },
    ]);
    expect(workerAt(tree, 'n')?.getSnapshot().context).toEqual({ n: 0 });
    expect(refAt(tree, 'n').getSnapshot().value).toBe('running');
  });

  it('events that arrive meanwhile wait, in order; the worker never sees one of its own chart', async () => {
    const seen: EventObject[] = [];
    const { machine } = flakyCounter(2, seen);
    const { tree, clock } = plant({ children: [child('n', machine)] });
    const states: unknown[] = [];
    refAt(tree, 'n').subscribe(({ value }) => states.push(value));
    refAt(tree, 'n').send({ type: 'ADD' });
    refAt(tree, 'n').send({ type: 'first' });
    tell(tree, 'n', { type: 'second' });
    expect(seen).toEqual([]);
    await clock.advance(1_000);
    expect(seen).toEqual([{ type: 'first' }, { type: 'second' }]);
    expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
      'running',
      'retrying',
      'running',
    ]);
  });

  it('a move of the chart cannot be forged from outside', () => {
    const seen: EventObject[] = [];
    const { machine } = flakyCounter(0, seen);
    const { tree } = plant({ children: [child('n', machine)] });
    refAt(tree, 'n').send({ type: 'service.fail' });
    expect(refAt(tree, 'n').getSnapshot().value).toBe('running');
    expect(seen).toEqual([{ type: 'service.fail' }]);
  });

  it('rule 23: a machine with children or delayed events is restarted instead', async () => {
    const waiting = setup({}).createMachine({
      initial: 'a',
      states: {
        a: {
          after: { 5_000: 'b' },
          on: {
            CRASH: {
              actions: () => {
                throw new NetworkTimeoutError('no route');
              },
            },
          },
        },
        b: {},
      },
    });
    const { tree, clock, probe } = plant({ children: [child('m', waiting)] });
    tell(tree, 'm', { type: 'CRASH' });
    await clock.settle();
    expect(probe.of('child.retrying')).toEqual([]);
    expect(probe.of('child.restarting')).toHaveLength(1);
    await clock.advance(5_000);
    expect(workerAt(tree, 'm')?.getSnapshot().value).toBe('b');
  });

  it('a transition function is retried, too', async () => {
    let left = 1;
    const sum = fromTransition((n: number, _event: { type: 'ADD' }) => {
      left -= 1;
      if (left >= 0) throw new NetworkTimeoutError('no route');
      return n + 1;
    }, 0);
    const { tree, clock } = plant({ children: [child('sum', sum)] });
    tell(tree, 'sum', { type: 'ADD' });
    await clock.settle();
    expect(workerAt(tree, 'sum')?.getSnapshot().context).toBe(1);
  });

  it('asking it at run time rejects, and says what to do', async () => {
    const { machine } = flakyCounter(0);
    const { tree, clock } = plant({ children: [child('n', machine)] });
    const reply = outcome(ask(tree, anyPath('n'), { type: 'ADD' }));
    await clock.settle();
    expect(reply.error).toMatchObject({
      code: 'NOT_ASKABLE',
      message: '"n" does not answer: XState logic sends no reply: use tell, or workerAt',
    });
  });
});

describe('workerSnapshots$', () => {
  it('follows the worker across incarnations, each snapshot once', async () => {
    const crashing = setup({ types: { context: {} as { n: number } } }).createMachine({
      context: { n: 0 },
      on: {
        ADD: { actions: assign({ n: ({ context }) => context.n + 1 }) },
        CRASH: {
          actions: () => {
            throw new TypeError('bug');
          },
        },
      },
    });
    const { tree, clock } = plant({ children: [child('n', crashing)] });
    const seen: number[] = [];
    const subscription = workerSnapshots$(tree, 'n').subscribe(({ context }) =>
      seen.push(context.n),
    );
    tell(tree, 'n', { type: 'ADD' });
    tell(tree, 'n', { type: 'CRASH' });
    await clock.settle();
    tell(tree, 'n', { type: 'ADD' });
    expect(seen).toEqual([0, 1, 0, 1]);
    subscription.unsubscribe();
    tell(tree, 'n', { type: 'ADD' });
    expect(seen).toHaveLength(4);
  });

  it('a subscriber may leave from inside, and one that throws disturbs nobody', async () => {
    const { machine } = flakyCounter(0);
    const { tree, clock } = plant({ children: [child('n', machine)] });
    const seen: number[] = [];
    const subscription = workerSnapshots$(tree, 'n').subscribe(({ context }) => {
      seen.push(context.n);
      if (context.n === 1) subscription.unsubscribe();
    });
    for (let n = 0; n < 3; n++) tell(tree, 'n', { type: 'ADD' });
    await clock.settle();
    expect(seen).toEqual([0, 1]);
    expect(workerAt(tree, 'n')?.getSnapshot().context).toEqual({ n: 3 });
  });
});
