import { describe, expect, it } from 'vitest';
import { createActor, createMachine, fromPromise, fromTransition } from 'xstate';
import { child, DataCorruptionError, refAt } from '../../src/index.ts';
import { plainSnapshot } from '../../src/inspection/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { plant } from '../plant.ts';

const sent = (snapshot: unknown): unknown => JSON.parse(JSON.stringify(plainSnapshot(snapshot)));

describe('plainSnapshot', () => {
  it('of a supervisor and a service: the state of its chart, and why it stands there', async () => {
    const flaky = faultyService({ start: [new DataCorruptionError('disk')] });
    const { tree, clock } = plant({ children: [child('db', flaky.service)] });
    await clock.settle();
    expect(sent(tree.getSnapshot())).toMatchObject({ status: 'active', value: 'running' });
    expect(sent(refAt(tree, 'db').getSnapshot())).toMatchObject({
      value: 'degraded',
      context: { incident: 'db#1', severity: 'CRITICAL', step: 'fallback' },
    });
  });

  it('of a worker: its context, bounded and without circles, its output or its error', async () => {
    const context: Record<string, unknown> = { n: 1 };
    context['self'] = context;
    const machine = createMachine({ context, initial: 'a', states: { a: { tags: ['busy'] } } });
    expect(sent(createActor(machine).getSnapshot())).toEqual({
      status: 'active',
      value: 'a',
      context: { n: 1, self: '[circular]' },
      tags: ['busy'],
    });
    expect(sent(createActor(fromTransition((n: number) => n, 7)).getSnapshot())).toEqual({
      status: 'active',
      context: 7,
    });
    const promise = createActor(fromPromise(async () => new Map([['a', 1]]))).start();
    await expect
      .poll(() => sent(promise.getSnapshot()))
      .toEqual({
        status: 'done',
        output: { a: 1 },
      });
    expect(sent({ status: 'error', error: 'thrown text' })).toEqual({
      status: 'error',
      error: { name: 'NonError', message: 'thrown text' },
    });
  });

  it('a state value is shown however deep it is', () => {
    const nested = (level: number): object =>
      level === 0 ? {} : { initial: 'in', states: { in: nested(level - 1) } };
    const snapshot = createActor(createMachine(nested(30) as never)).getSnapshot();
    expect(plainSnapshot(snapshot).value).toEqual(snapshot.value);
    expect(JSON.stringify(plainSnapshot(snapshot).value)).toHaveLength(30 * 7 - 3);
  });
});
