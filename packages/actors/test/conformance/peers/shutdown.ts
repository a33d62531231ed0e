import { expect, it } from 'vitest';
import {
  ask,
  child,
  InvalidOptionError,
  fromSupervisor,
  policy,
  service,
  startChild,
  StateCorruptionError,
  stop,
} from '../../../src/index.ts';
import { faultyService } from '../../../src/testing/index.ts';
import { deferred } from '../../manual-service.ts';
import { outcome, plant } from '../../plant.ts';

/** Services whose starts and stops end when the test says so. */
function slowOnes() {
  const calls: string[] = [];
  const pending = new Map<string, () => void>();
  const wait = (call: string) => {
    const { promise, resolve } = deferred();
    calls.push(call);
    pending.set(call, () => resolve());
    return promise;
  };
  return {
    calls,
    slowly: (id: string, which: 'stop' | 'both' | 'none') =>
      service({
        start: () => (which === 'both' ? wait(`start ${id}`) : void calls.push(`start ${id}`)),
        handle: () => undefined,
        stop: () => (which === 'none' ? void calls.push(`stop ${id}`) : wait(`stop ${id}`)),
      }),
    end: (call: string) => pending.get(call)?.(),
  };
}

/** Shutdown: 17 and 18. */
export function shutdown(): void {
  it('17. reverse start order, one after the other; two calls of stop wait for the same', async () => {
    const { calls, slowly, end } = slowOnes();
    const { tree, clock } = plant({
      children: ['a', 'b', 'c'].map((id) => child(id, slowly(id, 'stop'))),
    });
    calls.length = 0;
    const first = outcome(stop(tree));
    const second = outcome(stop(tree));
    for (const id of ['c', 'b', 'a']) {
      await clock.settle();
      expect(calls.at(-1)).toBe(`stop ${id}`);
      expect('value' in first).toBe(false);
      end(`stop ${id}`);
    }
    await clock.settle();
    expect(calls).toEqual(['stop c', 'stop b', 'stop a']);
    expect(second).toEqual(first);
    expect(tree.getSnapshot().status).toBe('done');
  });

  it('17. a hook that hangs is left behind after its own time, and named; it holds up nobody else', async () => {
    const { calls, slowly } = slowOnes();
    const { tree, clock, probe } = plant({
      children: [
        child('a', faultyService().service),
        child('hung', slowly('hung', 'stop'), { shutdown: 2_000 }),
        child('c', faultyService().service),
      ],
    });
    const stopped = outcome(stop(tree));
    await clock.advance(1_999);
    expect(calls).toEqual(['start hung', 'stop hung']);
    expect(probe.story('child.stopped')).toEqual(['child.stopped c']);
    await clock.advance(1);
    expect(probe.story('child.abandoned')).toEqual(['child.abandoned hung']);
    expect(probe.story('child.stopped').at(-1)).toBe('child.stopped a');
    expect(stopped.value).toEqual({ ok: true, leftBehind: [{ path: 'hung', incarnation: 1 }] });
  });

  it('17. a stop during backoff takes the restart back; nothing can be added afterwards', async () => {
    const flaky = faultyService({ handle: [new StateCorruptionError('bug')] });
    const { tree, clock } = plant({
      policy: policy({
        RECOVERABLE: ['restart', 'fail'],
        restart: { backoff: { kind: 'constant', delayMs: 60_000 } },
      }),
      children: [child('flaky', flaky.service)],
    });
    outcome(ask(tree, 'flaky', 'x'));
    await clock.settle();
    expect(clock.pending).toBe(1);
    await stop(tree);
    expect(clock.pending).toBe(0);
    await clock.advance(120_000);
    expect(flaky.calls.filter((call) => call.startsWith('start'))).toEqual(['start 1']);
    expect(await startChild(tree, '', child('late', faultyService().service))).toMatchObject({
      ok: false,
      reason: 'stopped',
    });
  });

  it('18. dependencies are a DAG: a circle is refused when it is described, and named', () => {
    const { service: any } = faultyService();
    const describeCircle = () =>
      fromSupervisor({
        children: [
          child('a', any, { dependsOn: ['c'] }),
          child('b', any, { dependsOn: ['a'] }),
          child('c', any, { dependsOn: ['b'] }),
        ],
      });
    expect(describeCircle).toThrow(InvalidOptionError);
    expect(describeCircle).toThrow(/a.*c.*b.*a|a.*b.*c.*a|b.*a.*c.*b|c.*b.*a.*c/);
  });

  it('18. what does not depend on each other starts and stops side by side', async () => {
    const { calls, slowly, end } = slowOnes();
    const { tree, clock } = plant({
      children: [
        child('db', slowly('db', 'both')),
        child('cache', slowly('cache', 'both')),
        child('web', slowly('web', 'both'), { dependsOn: ['db', 'cache'] }),
      ],
    });
    await clock.settle();
    expect(calls).toEqual(['start db', 'start cache']);
    end('start db');
    await clock.settle();
    expect(calls).toHaveLength(2);
    end('start cache');
    await clock.settle();
    expect(calls.slice(2)).toEqual(['start web']);
    end('start web');
    await clock.settle();
    calls.length = 0;
    outcome(stop(tree));
    await clock.settle();
    expect(calls).toEqual(['stop web']);
    end('stop web');
    await clock.settle();
    expect(calls.toSorted()).toEqual(['stop cache', 'stop db', 'stop web']);
  });

  it('18. a stop that fails or hangs does not skip those after it', async () => {
    const { calls, slowly } = slowOnes();
    const broken = faultyService({ stop: [new Error('cannot stop')] });
    const { tree, clock, probe } = plant({
      children: [
        child('db', slowly('db', 'none')),
        child('broken', broken.service, { dependsOn: ['db'] }),
        child('hung', slowly('hung', 'stop'), { dependsOn: ['db'], shutdown: 1_000 }),
      ],
    });
    const stopped = outcome(stop(tree));
    await clock.settle();
    expect(calls.slice(2)).toEqual(['stop hung']);
    await clock.advance(1_000);
    expect(calls.slice(3)).toEqual(['stop db']);
    expect(probe.story('hook.failed', 'child.abandoned')).toEqual([
      'hook.failed broken',
      'child.abandoned hung',
    ]);
    expect('value' in stopped).toBe(true);
  });

  it('18. a child can be added later behind what it depends on', async () => {
    const { calls, slowly, end } = slowOnes();
    const { tree, clock } = plant({ children: [child('db', slowly('db', 'stop'))] });
    await startChild(tree, '', child('late', slowly('late', 'stop'), { dependsOn: ['db'] }));
    calls.length = 0;
    outcome(stop(tree));
    await clock.settle();
    expect(calls).toEqual(['stop late']);
    end('stop late');
    await clock.settle();
    expect(calls).toEqual(['stop late', 'stop db']);
  });
}
