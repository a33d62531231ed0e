import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  DataCorruptionError,
  fromSupervisor,
  healthOfTree,
  NetworkTimeoutError,
  policy,
  recover,
  refAt,
  service,
  stop,
  terminateChild,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { deferred } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

/** A service whose starts end when the test says so, and what has been done with its resources. */
function slowStarter(
  options: { readonly stop?: () => Promise<void>; readonly startWithinMs?: number } = {},
) {
  const starts: (ReturnType<typeof deferred<string>> & { readonly signal: AbortSignal })[] = [];
  const stops: string[] = [];
  return {
    starts,
    stops,
    service: service({
      start: ({ signal }) => {
        const start = { ...deferred<string>(), signal };
        starts.push(start);
        return start.promise;
      },
      handle: (request: string, { resource }) => `${request} by ${resource}`,
      stop: (resource, reason) => {
        stops.push(`${resource} ${reason}`);
        return options.stop?.();
      },
      ...(options.startWithinMs === undefined ? {} : { startWithinMs: options.startWithinMs }),
    }),
  };
}

describe('a start', () => {
  it('requests wait for it, in order', async () => {
    const slow = slowStarter();
    const { tree, clock } = plant({ children: [child('db', slow.service)] });
    const replies = ['a', 'b'].map((request) => outcome(ask(tree, 'db', request)));
    await clock.advance(1_000);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('starting');
    slow.starts[0]?.resolve('one');
    await clock.settle();
    expect(replies).toEqual([{ value: 'a by one' }, { value: 'b by one' }]);
  });

  it('children start in order, the next one when the one before has started', async () => {
    const slow = slowStarter();
    const { clock, probe } = plant({
      children: [
        child('first', faultyService().service),
        child('slow', slow.service),
        child('last', faultyService().service),
      ],
    });
    await clock.advance(1_000);
    expect(probe.story('child.started')).toEqual(['child.started first']);
    slow.starts[0]?.resolve('one');
    await clock.settle();
    expect(probe.story('child.started', 'supervisor.started')).toEqual([
      'child.started first',
      'child.started slow',
      'child.started last',
      'supervisor.started ',
    ]);
  });

  it('rule 24: with "heal" the next child starts when the one before has settled', async () => {
    const broken = faultyService({ start: [new DataCorruptionError('disk')] });
    const { clock, probe } = plant({
      children: [child('broken', broken.service), child('next', faultyService().service)],
    });
    await clock.settle();
    expect(probe.story('child.degraded', 'child.started', 'supervisor.started')).toEqual([
      'child.degraded broken',
      'child.started next',
      'supervisor.started ',
    ]);
  });

  it('rule 22: a start that takes longer than startWithinMs is a TRANSIENT fault, and is aborted', async () => {
    const slow = slowStarter();
    const { clock, probe } = plant({ children: [child('db', slow.service)] });
    await clock.advance(29_999);
    expect(probe.of('child.faulted')).toEqual([]);
    await clock.advance(1);
    expect(probe.of('child.faulted')).toMatchObject([
      { severity: 'TRANSIENT', fault: { origin: 'start', error: { name: 'StartTimeoutError' } } },
    ]);
    // Rule 10: a start is never retried, it is restarted.
    expect(probe.of('step.skipped')).toMatchObject([
      { step: 'retry', reason: 'not for this kind of fault' },
    ]);
    expect(slow.starts[0]?.signal.aborted).toBe(true);
  });

  it('rule 26: it is waited for up to shutdown, then abandoned; a late resource is stopped, once', async () => {
    const slow = slowStarter();
    const { tree, clock, probe } = plant({
      children: [child('db', slow.service, { shutdown: 2_000 })],
    });
    await clock.advance(30_000);
    expect(slow.starts).toHaveLength(1);
    await clock.advance(2_000);
    expect(probe.of('child.abandoned')).toMatchObject([
      { path: 'db', incarnation: 1, unsettled: 1 },
    ]);
    expect(slow.starts).toHaveLength(2);
    slow.starts[1]?.resolve('second');
    await clock.settle();
    slow.starts[0]?.resolve('first');
    await clock.settle();
    expect(slow.stops).toEqual(['first late']);
    expect(probe.of('abandoned.settled')).toMatchObject([{ unsettled: 0 }]);
    await expect(ask(tree, 'db', 'a')).resolves.toBe('a by second');
    tree.stop();
    expect(slow.stops).toEqual(['first late', 'second shutdown']);
  });

  it('rule 26: one that succeeds while it is waited for is stopped before the next life begins', async () => {
    const opening = deferred<string>();
    const closing = deferred();
    const lives: number[] = [];
    const stops: string[] = [];
    const slow = service({
      start: ({ incarnation }) => {
        lives.push(incarnation);
        return incarnation === 1 ? opening.promise : 'second';
      },
      handle: () => 1,
      stop: (resource, reason) => {
        stops.push(`${resource} ${reason}`);
        return closing.promise;
      },
    });
    const { clock, probe } = plant({ children: [child('db', slow)] });
    await clock.advance(30_000);
    opening.resolve('first');
    await clock.settle();
    // Its port is not free yet.
    expect(stops).toEqual(['first late']);
    expect(lives).toEqual([1]);
    closing.resolve();
    await clock.settle();
    expect(lives).toEqual([1, 2]);
    expect(probe.of('child.abandoned')).toEqual([]);
  });

  it('rule 26: one that heeds its signal is not waited for any longer', async () => {
    const slow = slowStarter();
    const { clock, probe } = plant({ children: [child('db', slow.service)] });
    await clock.advance(30_000);
    slow.starts[0]?.reject(new Error('aborted'));
    await clock.settle();
    expect(probe.of('child.abandoned')).toEqual([]);
    expect(probe.of('child.faulted')).toHaveLength(1);
    expect(slow.starts).toHaveLength(2);
  });

  it('rule 26: at three abandoned lives self-recovery pauses, until one has ended', async () => {
    const slow = slowStarter({ startWithinMs: 1_000 });
    const { tree, clock, probe } = plant({
      policy: policy({
        TRANSIENT: ['fallback', 'fail'],
        recovery: { baseMs: 10_000, maxMs: 10_000 },
      }),
      children: [child('db', slow.service, { shutdown: 0 })],
    });
    await clock.advance(120_000);
    expect(slow.starts).toHaveLength(3);
    expect(probe.of('recovery.paused')).toMatchObject([{ abandoned: 3 }]);
    expect(healthOfTree(tree).alerts.map(({ alert }) => alert)).toContain('leak:db');
    slow.starts[0]?.resolve('first');
    await clock.settle();
    expect(slow.starts).toHaveLength(4);
    expect(slow.stops).toEqual(['first late']);
  });

  it('a late start of a tree that is gone is let go of, and heard by nobody', async () => {
    const slow = slowStarter();
    const { tree, clock, probe } = plant({ children: [child('db', slow.service)] });
    tree.stop();
    probe.clear();
    expect(slow.starts[0]?.signal.aborted).toBe(true);
    slow.starts[0]?.resolve('first');
    await clock.settle();
    expect(slow.stops).toEqual(['first late']);
    expect(probe.events).toEqual([]);
  });

  it('may answer that there is nothing to start', async () => {
    const off = service({ start: ({ ignore }) => ignore(), handle: () => 1 });
    const { tree, clock, probe } = plant({
      children: [child('off', off), child('on', faultyService().service)],
    });
    await clock.settle();
    expect(refAt(tree, 'off').getSnapshot().value).toBe('stopped');
    expect(probe.of('child.faulted')).toEqual([]);
    expect(healthOfTree(tree).status).toBe('healthy');
  });
});

describe('a stop', () => {
  it('rule 27: is awaited up to shutdown; over it the life is abandoned, named and fenced', async () => {
    const end = deferred();
    const slow = slowStarter({ stop: () => end.promise });
    const { tree, clock, probe } = plant({
      children: [child('db', slow.service, { shutdown: 1_000 })],
    });
    slow.starts[0]?.resolve('one');
    await clock.settle();
    const stopped = outcome(stop(tree));
    await clock.advance(999);
    expect(stopped).toEqual({});
    await clock.advance(1);
    expect(stopped.value).toEqual({ ok: true, leftBehind: [{ path: 'db', incarnation: 1 }] });
    expect(probe.story('child.abandoned', 'child.stopped', 'supervisor.stopped')).toEqual([
      'child.abandoned db',
      'child.stopped db',
      'supervisor.stopped ',
    ]);
    end.resolve();
    await clock.settle();
    expect(clock.pending).toBe(0);
  });

  it('rule 27: a stop that throws is reported and fails nothing', async () => {
    const flaky = faultyService({ stop: [new TypeError('bug in stop')] });
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    await expect(terminateChild(tree, 'db')).resolves.toEqual({ ok: true });
    await clock.settle();
    expect(probe.of('hook.failed')).toMatchObject([
      { hook: 'stop', path: 'db', error: { message: 'bug in stop' } },
    ]);
  });

  it('rule 27: Infinity is honoured, with an alarm after 30 s; a second, shorter stop cuts the wait', async () => {
    const flaky = faultyService({ stop: ['hang'] });
    const { tree, clock, probe } = plant({
      children: [child('db', flaky.service, { shutdown: Infinity })],
    });
    const first = outcome(stop(tree));
    await clock.advance(30_000);
    expect(probe.of('child.stopSlow')).toMatchObject([{ path: 'db', waitedMs: 30_000 }]);
    expect(probe.of('alert.raised')).toMatchObject([{ alert: 'slow-stop:db' }]);
    await clock.advance(3_600_000);
    expect(first).toEqual({});
    const second = outcome(stop(tree, { withinMs: 500 }));
    await clock.advance(500);
    expect([first, second].every((one) => 'value' in one)).toBe(true);
    expect(probe.of('child.abandoned')).toHaveLength(1);
    expect(probe.of('alert.cleared')).toMatchObject([{ alert: 'slow-stop:db' }]);
  });

  it('rule 27: brutal_kill ends it at once, without its stop hook', async () => {
    const flaky = faultyService();
    const { tree, probe } = plant({
      children: [child('db', flaky.service, { shutdown: 'brutal_kill' })],
    });
    await stop(tree);
    expect(flaky.calls).toEqual(['start 1']);
    expect(probe.of('child.abandoned')).toEqual([]);
  });

  it('rule 27: terminateChild with brutal cuts the stop under way short', async () => {
    const flaky = faultyService({ stop: ['hang'] });
    const { tree, clock } = plant({
      children: [child('db', flaky.service, { shutdown: Infinity })],
    });
    const first = outcome(terminateChild(tree, 'db'));
    await clock.advance(1_000);
    expect(first).toEqual({});
    const second = outcome(terminateChild(tree, 'db', { brutal: true }));
    await clock.settle();
    expect([first, second]).toEqual([{ value: { ok: true } }, { value: { ok: true } }]);
  });

  it('rule 40: children stop in reverse order, each before the one before it', async () => {
    const order: string[] = [];
    const slow = (name: string) =>
      service({ handle: () => name, stop: async () => void order.push(name) });
    const inner = fromSupervisor({ children: [child('c', slow('c')), child('d', slow('d'))] });
    const { tree } = plant({
      children: [child('a', slow('a')), child('inner', inner), child('b', slow('b'))],
    });
    await stop(tree, { reason: 'SIGTERM' });
    expect(order).toEqual(['b', 'd', 'c', 'a']);
    expect(tree.getSnapshot().status).toBe('done');
    expect(tree.getSnapshot().value).toBe('stopped');
  });

  it('rule 40: while it stops nothing is started, and mutations are refused', async () => {
    const flaky = faultyService({ stop: ['hang'] });
    const { tree, clock } = plant({ children: [child('db', flaky.service)] });
    void stop(tree);
    await expect(recover(tree, 'db')).resolves.toEqual({
      ok: false,
      reason: 'stopping',
      state: 'stopping',
    });
    await clock.advance(5_000);
    await expect(recover(tree, 'db')).resolves.toEqual({
      ok: false,
      reason: 'stopped',
      state: 'stopped',
    });
  });

  it('tree.stop() calls the stop hooks once each, in reverse order, and waits for none', async () => {
    const order: string[] = [];
    const hanging = (name: string) =>
      service({
        handle: () => name,
        stop: (_resource, reason) => {
          order.push(`${name} ${reason}`);
          return new Promise<void>(() => undefined);
        },
      });
    const inner = fromSupervisor({
      children: [child('c', hanging('c')), child('d', hanging('d'))],
    });
    const { tree, clock } = plant({
      children: [child('a', hanging('a')), child('inner', inner), child('b', hanging('b'))],
    });
    await clock.settle();
    tree.stop();
    expect(order).toEqual(['b shutdown', 'd shutdown', 'c shutdown', 'a shutdown']);
    expect(tree.getSnapshot().status).toBe('stopped');
    expect(clock.pending).toBe(0);
    await clock.advance(60_000);
    expect(order).toHaveLength(4);
  });

  it('rule 28: a fault of a service that is being stopped is absorbed', async () => {
    const flaky = faultyService({ handle: ['hang'] });
    const { tree, clock, probe } = plant({
      children: [child('db', flaky.service, { shutdown: 60_000 })],
    });
    const reply = outcome(ask(tree, 'db', 'a'));
    void terminateChild(tree, 'db');
    await clock.advance(30_000);
    expect(reply.error).toBeInstanceOf(Error);
    expect(probe.of('incident.opened')).toEqual([]);
    expect(refAt(tree, 'db').getSnapshot().value).toBe('stopped');
  });

  it('gives a resource back before every restart', async () => {
    const flaky = faultyService({ start: ['ok', new NetworkTimeoutError('not yet')] });
    const { tree, clock } = plant({
      policy: policy({ TRANSIENT: ['restart', 'fail'] }),
      children: [child('db', flaky.service)],
    });
    flaky.thenHandle(new NetworkTimeoutError('no route'));
    outcome(ask(tree, 'db', 'a'));
    await clock.advance(1_000);
    expect(flaky.calls).toEqual([
      'start 1',
      'handle a (attempt 1)',
      'stop 1 restart',
      'start 2',
      'start 3',
    ]);
  });
});
