import { config } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createActor, type InspectionEvent } from 'xstate';
import {
  ask,
  child,
  DataCorruptionError,
  events$,
  fromSupervisor,
  health$,
  healthOfTree,
  NetworkTimeoutError,
  policy,
  recover,
  refAt,
  restartChild,
  StateCorruptionError,
  stop,
  type SupervisionEvent,
  tell,
  terminateChild,
} from '../../src/index.ts';
import { createTestClock, faultyService, probeEvents } from '../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

afterEach(() => {
  vi.useRealTimers();
  config.onUnhandledError = null;
});

const bug = () => new StateCorruptionError('bug');

describe('events$', () => {
  it('is the same stream as tree.on("*"), and ends for whoever leaves', async () => {
    const flaky = faultyService();
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    await clock.settle();
    probe.clear();
    const [streamed, emitted]: SupervisionEvent[][] = [[], []];
    const subscription = events$(tree).subscribe((event) => streamed?.push(event));
    tree.on('*', (event) => emitted?.push(event));
    flaky.thenHandle(bug());
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    expect(streamed).toEqual(probe.events);
    expect(emitted).toEqual(probe.events);
    subscription.unsubscribe();
    const told = streamed?.length;
    tell(tree, anyPath('db'), 'b');
    void stop(tree);
    expect(streamed).toHaveLength(told ?? 0);
  });

  it('typed events by name', async () => {
    const flaky = faultyService({ handle: [new DataCorruptionError('disk')] });
    const { tree, clock } = plant({ children: [child('db', flaky.service)] });
    const paths: string[] = [];
    tree.on('child.degraded', ({ path, nextAt }) => paths.push(`${path} ${nextAt}`));
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    expect(paths).toEqual(['db undefined']);
  });

  it('every event is JSON-safe, with the stack of the error where somebody reads it', async () => {
    const flaky = faultyService({
      handle: [new NetworkTimeoutError('no route'), bug(), new DataCorruptionError('disk')],
      start: ['ok', bug()],
      stop: [new TypeError('bug in stop')],
      fallback: true,
    });
    const inner = fromSupervisor({
      policy: policy({ CRITICAL: ['escalate'] }),
      children: [child('db', flaky.service)],
    });
    const { tree, clock, probe } = plant({
      children: [child('inner', inner, { shutdown: 1_000 })],
    });
    for (const request of ['a', 'b', 'c']) {
      outcome(ask(tree, 'inner/db', request));
      await clock.advance(5_000);
    }
    tell(tree, 'inner/db', 'd');
    tree.send({ type: 'supervisor.stop', withinMs: 10 });
    await clock.advance(1_000);
    expect(probe.events.length).toBeGreaterThan(20);
    for (const event of probe.events) {
      expect(JSON.parse(JSON.stringify(event))).toEqual(event);
      expect(typeof event.at).toBe('number');
      expect(typeof event.path).toBe('string');
    }
    const [faulted] = probe.of('child.faulted');
    expect(faulted?.fault.error.stack).toContain('watching.test.ts');
  });

  it('events come in the order of their happening, also for one who causes further ones while told', async () => {
    const { tree, clock } = plant({ children: [child('db', faultyService().service)] });
    const seen: string[][] = [[], []];
    events$(tree).subscribe((event) => {
      seen[0]?.push(`${event.type} ${event.path}`);
      if (event.type === 'child.stopped') tell(tree, 'db', 'too late');
    });
    events$(tree).subscribe((event) => seen[1]?.push(`${event.type} ${event.path}`));
    await terminateChild(tree, 'db');
    await clock.settle();
    expect(seen[0]).toEqual(['child.stopping db', 'child.stopped db', 'message.undeliverable db']);
    expect(seen[1]).toEqual(seen[0]);
  });

  it('instants never go back', async () => {
    const flaky = faultyService({
      handle: Array.from({ length: 12 }, () => new NetworkTimeoutError('no route')),
    });
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    outcome(ask(tree, 'db', 'a'));
    await clock.advance(120_000);
    const instants = probe.events.map(({ at }) => at);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });
});

describe('a callback that throws', () => {
  it('in a subscriber of events$ or health$ is reported by rxjs and disturbs nobody', async () => {
    const unhandled: unknown[] = [];
    config.onUnhandledError = (error) => unhandled.push(error);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const flaky = faultyService({ handle: [bug()] });
    const { tree, clock, probe } = plant({ children: [child('db', flaky.service)] });
    const boom = (): never => {
      throw new RangeError('subscriber');
    };
    events$(tree).subscribe(boom);
    health$(tree).subscribe(boom);
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    await expect(ask(tree, 'db', 'b')).resolves.toBe('b from 2');
    expect(probe.of('child.restarting')).toHaveLength(1);
    vi.runAllTimers();
    expect(unhandled.length).toBeGreaterThan(1);
  });

  it('in a listener of tree.on or a subscriber of a ref is made uncaught by XState, and the tree goes on', async () => {
    const flaky = faultyService({ handle: [bug()] });
    const { tree, clock } = plant({ children: [child('db', flaky.service)] });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const boom = (): never => {
      throw new RangeError('listener');
    };
    tree.on('child.restarting', boom);
    refAt(tree, 'db').subscribe(boom);
    tree.subscribe({ next: boom, error: () => undefined });
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    await expect(ask(tree, 'db', 'b')).resolves.toBe('b from 2');
    expect(() => vi.runAllTimers()).toThrow('listener');
  });

  it('in an inspector is reported as an event, and wedges no mailbox', async () => {
    const flaky = faultyService({ handle: [bug()] });
    const clock = createTestClock();
    let armed = false;
    const tree = createActor(fromSupervisor({ children: [child('db', flaky.service)] }), {
      clock,
      inspect: () => {
        if (armed) throw new RangeError('inspector');
      },
    });
    const probe = probeEvents(tree);
    armed = true;
    tree.start();
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    await expect(ask(tree, 'db', 'b')).resolves.toBe('b from 2');
    expect(probe.of('observer.failed')[0]).toMatchObject({
      observer: 'inspector',
      error: { message: 'inspector' },
    });
    await stop(tree);
    expect(tree.getSnapshot().status).toBe('done');
  });

  it('an inspector that behaves sees the chart move, event by event', async () => {
    const flaky = faultyService({ handle: [bug()] });
    const clock = createTestClock();
    const seen: string[] = [];
    const inspect = (event: InspectionEvent) => {
      if (event.type === '@xstate.event' && event.event.type.startsWith('service.'))
        seen.push(event.event.type);
    };
    const tree = createActor(fromSupervisor({ children: [child('db', flaky.service)] }), {
      clock,
      inspect,
    }).start();
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    expect(seen).toEqual(['service.started', 'service.restart', 'service.started']);
  });
});

describe('health$', () => {
  it('tells how the tree stands now, and whenever its status or its alerts change', async () => {
    const flaky = faultyService();
    const { tree, clock } = plant({
      children: [child('db', flaky.service), child('web', faultyService().service)],
    });
    const seen: string[] = [];
    health$(tree).subscribe(({ status, alerts }) =>
      seen.push([status, ...alerts.map(({ alert }) => alert)].join(' ')),
    );
    flaky.thenHandle(new DataCorruptionError('disk'));
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    await recover(tree, 'db');
    await clock.settle();
    expect(seen[0]).toBe('healthy');
    expect(seen).toContain('degraded degraded:db');
    expect(seen.at(-1)).toBe('healthy');
  });

  it('rule 46: running is healthy, retrying and degraded degraded, restarting unhealthy; stopped is not counted', async () => {
    const chain = policy({
      retry: { backoff: { kind: 'constant', delayMs: 1_000 } },
      restart: { backoff: { kind: 'constant', delayMs: 1_000 } },
      CRITICAL: ['fail'],
    });
    const cases = [
      [new NetworkTimeoutError('x'), 'degraded', { degraded: 1 }],
      [bug(), 'unhealthy', { unhealthy: 1 }],
      [new DataCorruptionError('x'), 'unhealthy', { failed: 1 }],
    ] as const;
    for (const [error, status, counts] of cases) {
      const flaky = faultyService({ handle: [error] });
      const { tree, clock } = plant({
        policy: chain,
        children: [child('db', flaky.service), child('web', faultyService().service)],
      });
      outcome(ask(tree, 'db', 'a'));
      await clock.settle();
      expect(healthOfTree(tree)).toMatchObject({
        status,
        children: { healthy: 1, degraded: 0, unhealthy: 0, failed: 0, ...counts },
      });
      await terminateChild(tree, 'db');
      expect(healthOfTree(tree)).toMatchObject({ status: 'healthy', children: { healthy: 1 } });
    }
  });

  it('a failed child below makes its supervisor unhealthy, and that the root', async () => {
    const flaky = faultyService({ handle: [new DataCorruptionError('disk')] });
    const inner = fromSupervisor({
      policy: policy({ CRITICAL: ['fail'] }),
      children: [child('db', flaky.service)],
    });
    const { tree, clock, probe } = plant({ children: [child('inner', inner)] });
    outcome(ask(tree, 'inner/db', 'a'));
    await clock.settle();
    expect(
      probe
        .of('health.changed')
        .map(({ path, was, health }) => [path, was, health])
        .slice(-2),
    ).toEqual([
      ['inner', 'healthy', 'unhealthy'],
      ['', 'healthy', 'unhealthy'],
    ]);
    expect(healthOfTree(tree).alerts).toMatchObject([
      { path: 'inner/db', alert: 'failed:inner/db', severity: 'CRITICAL', raisedAt: 0 },
    ]);
    await expect(recover(tree, 'inner/db')).resolves.toEqual({ ok: true });
    expect(healthOfTree(tree)).toMatchObject({ status: 'healthy', alerts: [] });
  });
});

describe('snapshots', () => {
  it('of a service say why it is where it is, and work with XState’s own tools', async () => {
    const flaky = faultyService({ handle: [bug()] });
    const { tree, clock } = plant({
      policy: policy({ restart: { backoff: { kind: 'constant', delayMs: 1_000 } } }),
      children: [child('db', flaky.service)],
    });
    outcome(ask(tree, 'db', 'a'));
    await clock.settle();
    const snapshot = refAt(tree, 'db').getSnapshot();
    expect(snapshot.context).toEqual({
      incident: 'db#1',
      severity: 'RECOVERABLE',
      step: 'restart',
      attempt: 1,
      nextAt: 1_000,
    });
    expect([
      snapshot.value,
      snapshot.phase,
      snapshot.matches('restarting'),
      snapshot.hasTag('healing'),
    ]).toEqual(['restarting', 'waiting', true, true]);
    expect(snapshot.can({ type: 'service.started' })).toBe(true);
    expect(snapshot.can({ type: 'service.retry' })).toBe(false);
    expect(JSON.parse(JSON.stringify(snapshot))).toMatchObject({
      value: 'restarting',
      context: { incident: 'db#1' },
    });
  });

  it('of healthy services are shared and frozen', async () => {
    const { tree } = plant({
      children: ['a', 'b'].map((id) => child(id, faultyService().service)),
    });
    const [a, b] = ['a', 'b'].map((id) => refAt(tree, anyPath(id)) as { getSnapshot(): object });
    expect(a?.getSnapshot()).toBe(b?.getSnapshot());
    expect(Object.isFrozen(a?.getSnapshot())).toBe(true);
  });

  it('of a supervisor have the refs of its children, made anew only when they change', async () => {
    const { tree, clock } = plant({
      children: [
        child('db', faultyService().service),
        child('once', faultyService({ handle: [bug()] }).service, { restart: 'temporary' }),
      ],
    });
    const { children } = tree.getSnapshot();
    await restartChild(tree, 'db');
    expect(tree.getSnapshot().children).toBe(children);
    expect(Object.isFrozen(children)).toBe(true);
    outcome(ask(tree, 'once', 'a'));
    await clock.settle();
    expect(Object.keys(tree.getSnapshot().children)).toEqual(['db']);
    expect(tree.getSnapshot().matches('running')).toBe(true);
  });
});

describe('two trees', () => {
  it('share nothing: not their clocks, ids, events or alerts', async () => {
    const shared = faultyService({ handle: [new DataCorruptionError('disk')] });
    const logic = fromSupervisor({ children: [child('db', shared.service)] });
    const clocks = [createTestClock(), createTestClock(5_000)];
    const trees = clocks.map((clock) => createActor(logic, { clock }));
    const probes = trees.map((tree) => probeEvents(tree));
    for (const tree of trees) tree.start();
    const [first, second] = trees;
    if (first === undefined || second === undefined) throw new Error('two trees');
    outcome(ask(first, 'db', 'a'));
    await clocks[0]?.settle();
    expect(healthOfTree(first).alerts).toHaveLength(1);
    expect(healthOfTree(second)).toEqual({
      status: 'healthy',
      at: 5_000,
      children: { healthy: 1, degraded: 0, unhealthy: 0, failed: 0 },
      alerts: [],
    });
    expect(probes[1]?.of('child.faulted')).toEqual([]);
    await clocks[0]?.advance(10);
    expect(healthOfTree(second).at).toBe(5_000);
    await stop(first);
    await expect(ask(second, 'db', 'b')).resolves.toBe('b from 1');
  });

  it('with the same clock, random and inputs tell the same story', async () => {
    const story = async (seed: number) => {
      const flaky = faultyService({
        handle: Array.from({ length: 8 }, () => new NetworkTimeoutError('no route')),
      });
      let n = seed;
      const random = () => {
        n = (n * 16_807) % 2_147_483_647;
        return n / 2_147_483_647;
      };
      const jittered = policy({
        retry: { backoff: { kind: 'exponential', baseMs: 1_000, jitter: 'full' } },
      });
      const { tree, clock, probe } = plant(
        { policy: jittered, children: [child('db', flaky.service)] },
        { random },
      );
      outcome(ask(tree, 'db', 'a'));
      await clock.advance(60_000);
      return probe.events.map(({ at, type }) => `${at} ${type}`);
    };
    const [first, again, other] = await Promise.all([story(1), story(1), story(2)]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });
});
