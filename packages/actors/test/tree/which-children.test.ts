import { describe, expect, it } from 'vitest';
import { fromCallback } from 'xstate';
import {
  ask,
  child,
  countChildren,
  fromDynamicSupervisor,
  fromSupervisor,
  getChildSpec,
  policy,
  refAt,
  service,
  startChild,
  StateCorruptionError,
  stop,
  terminateChild,
  whichChild,
  whichChildren,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { deferred } from '../manual-service.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');
const ok = () => faultyService().service;
const waitsASecond = policy({ restart: { backoff: { kind: 'constant', delayMs: 1_000 } } });

describe('whichChildren', () => {
  it('lists the children, those that were started last first', async () => {
    const { tree } = plant({
      children: [
        child('a', ok()),
        child('inner', fromSupervisor({ children: [child('leaf', ok())] })),
      ],
    });
    await startChild(tree, '', child('c', ok()));
    expect(await whichChildren(tree, '')).toEqual([
      {
        id: 'c',
        path: 'c',
        type: 'worker',
        status: 'running',
        state: 'running',
        incarnation: 1,
        restarts: 0,
        restartedAt: [],
        ref: refAt(tree, anyPath('c')),
      },
      expect.objectContaining({ id: 'inner', type: 'supervisor', ref: refAt(tree, 'inner') }),
      expect.objectContaining({ id: 'a' }),
    ]);
    expect(await whichChildren(tree, 'inner')).toMatchObject([{ id: 'leaf', path: 'inner/leaf' }]);
  });

  it.each(['nobody', 'a', 'a/b'])('rejects for what is no supervisor: %s', async (path) => {
    const { tree } = plant({ children: [child('a', ok())] });
    const expected = { code: 'UNKNOWN_CHILD' };
    await expect(whichChildren(tree, anyPath(path))).rejects.toMatchObject(expected);
    await expect(countChildren(tree, anyPath(path))).rejects.toMatchObject(expected);
  });

  it('counts the restarts of each, with their instants', async () => {
    const flaky = faultyService();
    const { tree, clock } = plant({ children: [child('flaky', flaky.service)] });
    await clock.advance(500);
    for (const request of ['one', 'two']) {
      flaky.thenHandle(bug());
      outcome(ask(tree, 'flaky', request));
      await clock.advance(20_000);
    }
    expect(await whichChildren(tree, '')).toMatchObject([
      { incarnation: 3, restarts: 2, restartedAt: [500, 20_500] },
    ]);
  });
});

describe('whichChild', () => {
  it('tells of one child, or that there is none', async () => {
    const { tree } = plant({
      children: [child('inner', fromSupervisor({ children: [child('leaf', ok())] }))],
    });
    await expect(whichChild(tree, 'inner/leaf')).resolves.toMatchObject({
      ok: true,
      child: { id: 'leaf', path: 'inner/leaf', status: 'running' },
    });
    const none = { ok: false, reason: 'not_found' };
    await expect(whichChild(tree, anyPath('inner/nobody'))).resolves.toEqual(none);
    await expect(whichChild(tree, anyPath('nobody'))).resolves.toEqual(none);
    await expect(whichChild(tree, anyPath('nobody/leaf'))).rejects.toMatchObject({
      code: 'UNKNOWN_CHILD',
    });
  });
});

describe('a tree that was destroyed', () => {
  it('has no child that runs', async () => {
    const { tree } = plant({
      children: [child('inner', fromSupervisor({ children: [child('leaf', ok())] }))],
    });
    tree.stop();
    await expect(whichChild(tree, 'inner/leaf')).resolves.toMatchObject({
      child: { status: 'none' },
    });
    expect(await whichChildren(tree, '')).toMatchObject([{ id: 'inner', status: 'none' }]);
    expect(await countChildren(tree, '')).toMatchObject({ specs: 1, active: 0 });
  });
});

/** Status and state of a child, and how many are active, in words. */
async function seen(tree: Parameters<typeof whichChildren>[0], id: string): Promise<string> {
  const result = await whichChild(tree, anyPath(id));
  const { active } = await countChildren(tree, '');
  return result.ok ? `${result.child.status} ${result.child.state} ${active}` : 'none';
}

describe('what is told of a child', () => {
  it('that starts: running, because OTP waits for its start', async () => {
    const { tree, clock } = plant({
      children: [child('a', faultyService({ start: ['hang'] }).service), child('b', ok())],
    });
    await clock.settle();
    expect(await seen(tree, 'a')).toBe('running starting 1');
    expect(await seen(tree, 'b')).toBe('none starting 1');
  });

  it('that waits for its restart: restarting; then it starts, then it runs', async () => {
    const flaky = faultyService({ start: ['ok', 'hang'], handle: [bug()] });
    const { tree, clock } = plant({
      policy: waitsASecond,
      children: [child('flaky', flaky.service)],
    });
    outcome(ask(tree, 'flaky', 'x'));
    await clock.settle();
    expect(await seen(tree, 'flaky')).toBe('restarting restarting 0');
    await clock.advance(1_000);
    expect(await seen(tree, 'flaky')).toBe('restarting restarting 0');
    await clock.advance(40_000);
    expect(await seen(tree, 'flaky')).toBe('running running 1');
  });

  it('that is being stopped or has stopped: none once there is no worker', async () => {
    const { promise, resolve } = deferred();
    const slow = service({ handle: () => 1, stop: () => promise });
    const { tree, clock } = plant({ children: [child('slow', slow)] });
    await clock.settle();
    const end = terminateChild(tree, 'slow');
    await clock.settle();
    expect(await seen(tree, 'slow')).toBe('none stopping 0');
    resolve();
    await end;
    expect(await seen(tree, 'slow')).toBe('none stopped 0');
  });

  it('that is degraded: running, for it answers; failed: none', async () => {
    const broken = () =>
      faultyService({ handle: [bug()], start: ['ok', ...Array.from({ length: 9 }, bug)] }).service;
    const { tree, clock } = plant({
      policy: policy({ RECOVERABLE: ['fallback', 'fail'] }),
      children: [child('a', broken())],
    });
    outcome(ask(tree, 'a', 'x'));
    await clock.settle();
    expect(await seen(tree, 'a')).toBe('running degraded 1');
    const failing = plant({
      policy: policy({ RECOVERABLE: ['fail'] }),
      children: [child('a', broken())],
    });
    outcome(ask(failing.tree, 'a', 'x'));
    await failing.clock.settle();
    expect(await seen(failing.tree, 'a')).toBe('none failed 0');
  });

  it('whose group is being restarted: the one that crashed is restarting, the others are none', async () => {
    const b = faultyService({ handle: [bug()] });
    const { tree, clock } = plant({
      strategy: 'one_for_all',
      policy: waitsASecond,
      children: [child('a', ok()), child('b', b.service), child('c', ok())],
    });
    outcome(ask(tree, 'b', 'x'));
    await clock.settle();
    expect(
      (await whichChildren(tree, '')).map(({ id, status, state }) => [id, status, state]),
    ).toEqual([
      ['c', 'none', 'restarting'],
      ['b', 'restarting', 'restarting'],
      ['a', 'none', 'restarting'],
    ]);
    await expect(countChildren(tree, '')).resolves.toMatchObject({ specs: 3, active: 0 });
    await clock.advance(1_000);
    await expect(countChildren(tree, '')).resolves.toMatchObject({ active: 3 });
    expect((await whichChildren(tree, '')).map(({ restarts }) => restarts)).toEqual([0, 1, 0]);
  });
});

describe('countChildren', () => {
  it('counts specs, workers, supervisors and who of them is active', async () => {
    const { tree } = plant({
      children: [
        child('a', ok()),
        child('b', ok()),
        child('inner', fromSupervisor({ children: [child('leaf', ok())] })),
      ],
    });
    await terminateChild(tree, 'a');
    const counts = { specs: 3, active: 2, supervisors: 1, workers: 2 };
    expect(await countChildren(tree, '')).toEqual(counts);
    await stop(tree);
    expect(await countChildren(tree, '')).toEqual({ ...counts, active: 0 });
  });

  it('a dynamic supervisor has one spec, however many instances', async () => {
    const rooms = fromDynamicSupervisor({ child: ok() });
    const { tree } = plant({ children: [child('rooms', rooms)] });
    expect(await countChildren(tree, 'rooms')).toEqual({
      specs: 1,
      active: 0,
      supervisors: 0,
      workers: 0,
    });
    await startChild(tree, 'rooms', {});
    await startChild(tree, 'rooms', {});
    expect(await countChildren(tree, 'rooms')).toMatchObject({ specs: 1, active: 2, workers: 2 });
  });
});

describe('getChildSpec', () => {
  it('describes a child completely, with what was left out', async () => {
    const db = ok();
    const ticks = fromCallback<{ type: 'x' }, { everyMs: number }>(() => undefined);
    const inner = fromSupervisor({ children: [] });
    const { tree } = plant({
      autoShutdown: 'any_significant',
      children: [
        child('db', db),
        child('ticks', ticks, {
          restart: 'transient',
          significant: true,
          shutdown: 'brutal_kill',
          dependsOn: ['db'],
          input: { everyMs: 5 },
        }),
        child('inner', inner),
      ],
    });
    await expect(getChildSpec(tree, 'db')).resolves.toEqual({
      ok: true,
      spec: {
        id: 'db',
        restart: 'permanent',
        shutdown: 5_000,
        type: 'worker',
        significant: false,
        dependsOn: [],
        whenDependencyDown: 'go on',
        intensity: undefined,
        runs: db,
        input: undefined,
      },
    });
    await expect(getChildSpec(tree, 'ticks')).resolves.toEqual({
      ok: true,
      spec: {
        id: 'ticks',
        restart: 'transient',
        shutdown: 'brutal_kill',
        type: 'worker',
        significant: true,
        dependsOn: ['db'],
        whenDependencyDown: 'go on',
        intensity: undefined,
        runs: ticks,
        input: { everyMs: 5 },
      },
    });
    await expect(getChildSpec(tree, 'inner')).resolves.toMatchObject({
      spec: { type: 'supervisor', shutdown: Infinity, runs: inner },
    });
    await expect(getChildSpec(tree, anyPath('nobody'))).resolves.toEqual({
      ok: false,
      reason: 'not_found',
    });
  });

  it('forgets what a temporary child was given once it has started: it may be large', async () => {
    const greedy = service({ start: ({ input }: { input: string }) => input, handle: () => 1 });
    const { tree, clock } = plant({ children: [] });
    for (const restart of ['temporary', 'transient'] as const)
      await startChild(tree, '', child(restart, greedy, { restart, input: 'large' }));
    await clock.settle();
    await expect(getChildSpec(tree, anyPath('temporary'))).resolves.toMatchObject({
      spec: { runs: greedy, input: undefined },
    });
    await expect(getChildSpec(tree, anyPath('transient'))).resolves.toMatchObject({
      spec: { runs: greedy, input: 'large' },
    });
  });

  it('describes a child that was added, and an instance with its own input', async () => {
    const [added, room] = [
      ok(),
      service({ start: ({ input }: { input: string }) => input, handle: () => 1 }),
    ];
    const { tree } = plant({ children: [child('rooms', fromDynamicSupervisor({ child: room }))] });
    await startChild(tree, '', child('added', added, { restart: 'temporary' }));
    await startChild(tree, 'rooms', { id: 'a', input: 'tea', shutdown: 7 });
    await expect(getChildSpec(tree, anyPath('added'))).resolves.toMatchObject({
      spec: { restart: 'temporary', runs: added },
    });
    await expect(getChildSpec(tree, 'rooms/a')).resolves.toMatchObject({
      spec: { id: 'a', runs: room, input: 'tea', shutdown: 7 },
    });
  });
});
