import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  fromSupervisor,
  healthOfTree,
  policy,
  recover,
  refAt,
  restartChild,
  service,
  startChild,
  StateCorruptionError,
  stop,
  terminateChild,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { deferred } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');
const ok = () => faultyService().service;
/** Degraded at the first fault, for 30 s. */
const fallsBack = policy({ RECOVERABLE: ['fallback', 'fail'] });

/** A service whose start the test lets go on. */
function gate() {
  const { promise, resolve } = deferred();
  return { service: service({ start: () => promise, handle: () => 1 }), open: resolve };
}

describe('the start of children with dependencies', () => {
  it('starts those side by side that need nothing of each other', async () => {
    const [db, cache, api] = [gate(), gate(), gate()];
    const { tree, clock, probe } = plant({
      children: [
        child('db', db.service),
        child('cache', cache.service),
        child('api', api.service, { dependsOn: ['db', 'cache'] }),
        child('free', ok()),
      ],
    });
    await clock.settle();
    expect(probe.story('child.started', 'child.waiting')).toEqual([
      'child.waiting api',
      'child.started free',
    ]);
    expect(refAt(tree, 'api').getSnapshot()).toMatchObject({
      value: 'starting',
      phase: 'waitingForDependency',
    });
    cache.open();
    await clock.settle();
    expect(refAt(tree, 'api').getSnapshot().phase).toBe('waitingForDependency');
    db.open();
    await clock.settle();
    expect(refAt(tree, 'api').getSnapshot().phase).toBe('starting');
    expect(tree.getSnapshot().value).toBe('starting');
    api.open();
    await clock.settle();
    expect(tree.getSnapshot().value).toBe('running');
    expect(probe.story('child.started')).toEqual([
      'child.started free',
      'child.started cache',
      'child.started db',
      'child.started api',
    ]);
  });

  it('a chain of three starts in turn, in whatever order it is described', async () => {
    const { clock, probe } = plant({
      children: [
        child('top', ok(), { dependsOn: ['middle'] }),
        child('middle', ok(), { dependsOn: ['base'] }),
        child('base', ok()),
      ],
    });
    await clock.settle();
    expect(probe.story('child.started')).toEqual([
      'child.started base',
      'child.started middle',
      'child.started top',
    ]);
  });

  it('stops each before those that it depends on, and the others at once', async () => {
    const { promise, resolve } = deferred();
    const slow = service({ handle: () => 1, stop: () => promise });
    const { tree, clock, probe } = plant({
      children: [child('db', ok()), child('api', slow, { dependsOn: ['db'] }), child('free', ok())],
    });
    await clock.settle();
    const end = outcome(stop(tree));
    await clock.settle();
    expect(probe.story('child.stopped')).toEqual(['child.stopped free']);
    resolve();
    await clock.settle();
    expect(probe.story('child.stopped').slice(1)).toEqual([
      'child.stopped api',
      'child.stopped db',
    ]);
    expect(end).toHaveProperty('value');
  });

  it('one that is degraded or failed after its start has come to rest: dependants start', async () => {
    const broken = faultyService({ start: [bug()] });
    const { tree, clock } = plant({
      policy: fallsBack,
      children: [child('db', broken.service), child('api', ok(), { dependsOn: ['db'] })],
    });
    await clock.settle();
    expect(refAt(tree, 'db').getSnapshot().value).toBe('degraded');
    expect(refAt(tree, 'api').getSnapshot().value).toBe('running');
    expect(tree.getSnapshot().value).toBe('running');
  });
});

/** `api` depends on `db`, which the test breaks and mends. */
function plantPair(whenDependencyDown: 'go on' | 'pause') {
  const [db, api] = [faultyService({ fallback: true }), faultyService()];
  const planted = plant({
    policy: fallsBack,
    children: [
      child('db', db.service),
      child('api', api.service, { dependsOn: ['db'], whenDependencyDown }),
      child('page', ok(), { dependsOn: ['api'] }),
    ],
  });
  const breakDb = async () => {
    db.thenHandle(bug());
    outcome(ask(planted.tree, 'db', 'x'));
    await planted.clock.settle();
  };
  return { ...planted, db, api, breakDb };
}

describe('while something that it depends on is down', () => {
  it('a child goes on and is told, both when it goes and when it is back', async () => {
    const { tree, clock, probe, api, breakDb } = plantPair('go on');
    await clock.settle();
    await breakDb();
    expect(probe.of('dependency.down')).toMatchObject([
      { path: 'api', dependency: 'db', state: 'degraded' },
    ]);
    await expect(ask(tree, 'api', 'x')).resolves.toBe('x from 1');
    await expect(recover(tree, 'db')).resolves.toEqual({ ok: true });
    expect(probe.of('dependency.up')).toMatchObject([{ path: 'api', dependency: 'db' }]);
    expect(api.calls).toEqual(['start 1', 'handle x (attempt 1)']);
  });

  it('one that asks for it is paused: stopped, and restarted when it is back', async () => {
    const { tree, clock, probe, api, breakDb } = plantPair('pause');
    await clock.settle();
    await breakDb();
    expect(refAt(tree, 'api').getSnapshot()).toMatchObject({
      value: 'restarting',
      phase: 'waitingForDependency',
    });
    expect(probe.of('child.waiting').at(-1)).toMatchObject({ path: 'api', dependency: 'db' });
    const reply = outcome(ask(tree, 'api', 'waits'));
    await clock.settle();
    expect(reply).toEqual({});
    await recover(tree, 'db');
    await clock.settle();
    expect(reply.value).toBe('waits from 2');
    expect(api.calls.slice(0, 3)).toEqual(['start 1', 'stop 1 restart', 'start 2']);
    expect(probe.of('child.faulted').map(({ path }) => path)).toEqual(['db']);
  });

  it('a paused child is down for those that depend on it', async () => {
    const { tree, clock, probe, breakDb } = plantPair('pause');
    await clock.settle();
    await breakDb();
    expect(probe.of('dependency.down')).toMatchObject([
      { path: 'api', dependency: 'db' },
      { path: 'page', dependency: 'api', state: 'restarting' },
    ]);
    await recover(tree, 'db');
    await clock.settle();
    expect(probe.of('dependency.up').map(({ path }) => path)).toEqual(['api', 'page']);
  });

  it('a paused child comes back with a dependency that returns by itself', async () => {
    const { tree, clock, breakDb } = plantPair('pause');
    await clock.settle();
    await breakDb();
    await clock.advance(29_999);
    expect(refAt(tree, 'api').getSnapshot().value).toBe('restarting');
    await clock.advance(1);
    expect(refAt(tree, 'api').getSnapshot().value).toBe('running');
    expect(healthOfTree(tree).status).toBe('healthy');
  });

  it('the pause costs no restart', async () => {
    const { tree, clock, probe, breakDb } = plantPair('pause');
    await clock.settle();
    for (let n = 0; n < 5; n++) {
      await breakDb();
      await recover(tree, 'db');
      await clock.advance(11_000);
    }
    expect(probe.story('child.restarting')).toEqual([]);
    expect(refAt(tree, 'api').getSnapshot().value).toBe('running');
  });

  it('an order to start it is refused, and obeyed when it is back', async () => {
    const { tree, clock, breakDb } = plantPair('pause');
    await clock.settle();
    await terminateChild(tree, 'api');
    await breakDb();
    await expect(restartChild(tree, 'api')).resolves.toMatchObject({
      ok: false,
      reason: 'dependency_down',
    });
    await recover(tree, 'db');
    await clock.settle();
    expect(refAt(tree, 'api').getSnapshot().value).toBe('running');
  });

  it('stopping it by order pauses and tells, too', async () => {
    const { tree, clock, probe } = plantPair('pause');
    await clock.settle();
    await terminateChild(tree, 'db');
    await clock.settle();
    expect(refAt(tree, 'api').getSnapshot().value).toBe('restarting');
    expect(probe.of('dependency.down')[0]).toMatchObject({ state: 'stopped' });
    await restartChild(tree, 'db');
    await clock.settle();
    expect(refAt(tree, 'api').getSnapshot().value).toBe('running');
  });

  it('a child that is added may depend on those that are there', async () => {
    const { tree, clock, probe, breakDb } = plantPair('go on');
    await clock.settle();
    await startChild(tree, '', child('late', ok(), { dependsOn: ['db'] }));
    await breakDb();
    expect(probe.of('dependency.down').map(({ path }) => path)).toEqual(['api', 'late']);
  });
});

describe('dependencies that cannot be kept are refused at construction', () => {
  it.each([
    [['a', 'b'], 'a → b → a'],
    [['b', 'b'], 'b → b'],
  ])('a circle is named: %#', (needs, circle) => {
    const [ofA = '', ofB = ''] = needs;
    expect(() =>
      fromSupervisor({
        children: [child('a', ok(), { dependsOn: [ofB] }), child('b', ok(), { dependsOn: [ofA] })],
      }),
    ).toThrow(circle);
  });

  it('a sibling that is unknown is named, with those there are', () => {
    expect(() =>
      fromSupervisor({
        children: [child('db', ok()), child('api', ok(), { dependsOn: ['bd'] })],
      }),
    ).toThrow(
      expect.objectContaining({
        option: 'fromSupervisor.children[1].dependsOn',
        rule: expect.stringContaining('db, api'),
        value: 'bd',
      }),
    );
  });

  it.each(['one_for_all', 'rest_for_one'] as const)('rule 47: together with %s', (strategy) => {
    expect(() =>
      fromSupervisor({
        strategy,
        children: [child('db', ok()), child('api', ok(), { dependsOn: ['db'] })],
      }),
    ).toThrow(expect.objectContaining({ option: 'fromSupervisor.children[1].dependsOn' }));
  });

  it('a pause under a policy by which nobody is restarted', () => {
    expect(() =>
      fromSupervisor({
        policy: policy({ TRANSIENT: ['fail'], RECOVERABLE: ['fail'], CRITICAL: ['fail'] }),
        children: [
          child('db', ok()),
          child('api', ok(), { dependsOn: ['db'], whenDependencyDown: 'pause' }),
        ],
      }),
    ).toThrow('restart');
  });
});
