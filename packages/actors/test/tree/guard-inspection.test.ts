import { describe, expect, it } from 'vitest';
import { createActor, createMachine, type InspectionEvent } from 'xstate';
import { ask, child, fromSupervisor, refAt, stop } from '../../src/index.ts';
import { createTestClock, faultyService, probeEvents } from '../../src/testing/index.ts';
import { plant } from '../plant.ts';

const shop = () => fromSupervisor({ children: [child('db', faultyService().service)] });

const boom = (text: string) => () => {
  throw new RangeError(text);
};

const messages = (probe: ReturnType<typeof probeEvents>) => [
  ...new Set(probe.of('observer.failed').map(({ error }) => error.message)),
];

describe('an inspector that throws', () => {
  it('attached late is told about, and wedges neither the root nor a child', async () => {
    const { tree, clock, probe } = plant({ children: [child('db', faultyService().service)] });
    await clock.settle();
    tree.system.inspect(boom('late'));
    refAt(tree, 'db').send({ type: 'service.recover' });
    tree.send({ type: 'supervisor.terminateChild', id: 'db' });
    await clock.settle();
    expect(refAt(tree, 'db').getSnapshot().value).toBe('stopped');
    await stop(tree);
    expect(tree.getSnapshot().status).toBe('done');
    expect(messages(probe)).toEqual(['late']);
  });

  it('keeps no event from the ones beside it, whichever came first', async () => {
    const clock = createTestClock();
    let isArmed = false;
    const tree = createActor(shop(), {
      clock,
      inspect: () => {
        if (isArmed) boom('first')();
      },
    });
    const probe = probeEvents(tree);
    const seen: InspectionEvent[] = [];
    tree.system.inspect(boom('second'));
    const last = tree.system.inspect({ next: (event) => seen.push(event) });
    isArmed = true;
    tree.start();
    await clock.settle();
    expect(messages(probe)).toEqual(['first', 'second']);
    expect(seen.map(({ type }) => type)).toContain('@xstate.snapshot');
    expect(seen.every(({ rootId }) => rootId === tree.sessionId)).toBe(true);
    const count = seen.length;
    last.unsubscribe();
    await stop(tree);
    expect(seen).toHaveLength(count);
  });

  it('later, in a promise, is told about and ends no process', async () => {
    const { tree, clock, probe } = plant({ children: [child('db', faultyService().service)] });
    await clock.settle();
    const rejecting: () => unknown = async () => boom('rejected')();
    tree.system.inspect(rejecting);
    await expect(ask(tree, 'db', 'a')).resolves.toBe('a from 1');
    await stop(tree);
    await clock.settle();
    expect(messages(probe)).toEqual(['rejected']);
  });

  it('of a system with several trees is told by the one that came last: others may be over', async () => {
    const clock = createTestClock();
    const host = createActor(
      createMachine({
        initial: 'one',
        states: {
          one: { invoke: { src: shop(), id: 'tree' }, on: { next: 'two' } },
          two: { invoke: { src: shop(), id: 'tree' } },
        },
      }),
      { clock },
    ).start();
    host.send({ type: 'next' });
    const probe = probeEvents(host.getSnapshot().children['tree'] as never);
    host.system.inspect(boom('host'));
    host.send({ type: 'anything' });
    expect(messages(probe)).toEqual(['host']);
    expect(host.getSnapshot().value).toBe('two');
  });

  it('when its actor is being created never comes to be: whoever creates it is told', () => {
    expect(() => createActor(shop(), { inspect: boom('at once') })).toThrow('at once');
  });
});
