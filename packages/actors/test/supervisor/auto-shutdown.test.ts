import { describe, expect, it } from 'vitest';
import { fromPromise } from 'xstate';
import {
  ask,
  child,
  fromSupervisor,
  otp,
  policy,
  reconfigure,
  service,
  startChild,
  StateCorruptionError,
  terminateChild,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { deferred } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');
const ok = () => faultyService().service;

/** Work that ends when the test says so. */
function job() {
  const { promise, resolve, reject } = deferred();
  return { logic: fromPromise(() => promise), finish: resolve, fail: reject };
}

const significant = { restart: 'transient', significant: true } as const;

describe('auto shutdown', () => {
  it('any_significant: the tree stops in order with the first that has ended by itself', async () => {
    const [first, second] = [job(), job()];
    const { tree, clock, probe } = plant({
      autoShutdown: 'any_significant',
      children: [
        child('first', first.logic, significant),
        child('second', second.logic, significant),
        child('other', ok()),
      ],
    });
    await clock.settle();
    first.finish();
    await clock.settle();
    expect(tree.getSnapshot().status).toBe('done');
    expect(probe.of('supervisor.stopping')).toMatchObject([{ reason: 'auto_shutdown' }]);
    expect(probe.story('child.exited', 'child.stopped')).toEqual([
      'child.exited first',
      'child.stopped other',
      'child.stopped second',
    ]);
  });

  it('all_significant: with the last of them', async () => {
    const [first, second] = [job(), job()];
    const { tree, clock } = plant({
      autoShutdown: 'all_significant',
      children: [
        child('first', first.logic, significant),
        child('second', second.logic, { restart: 'temporary', significant: true }),
        child('other', ok()),
      ],
    });
    await clock.settle();
    first.finish();
    await clock.settle();
    expect(tree.getSnapshot().status).toBe('active');
    second.fail(new Error('temporary ones may end like this'));
    await clock.settle();
    expect(tree.getSnapshot().status).toBe('done');
  });

  it.each(['never', 'any_significant'] as const)(
    'one that is not significant ends alone: %s',
    async (autoShutdown) => {
      const done = job();
      const { tree, clock } = plant({
        autoShutdown,
        children: [child('done', done.logic, { restart: 'transient' }), child('other', ok())],
      });
      await clock.settle();
      done.finish();
      await clock.settle();
      expect(tree.getSnapshot().status).toBe('active');
    },
  );

  it('one that is restarted has not ended', async () => {
    const flaky = faultyService({ handle: [bug()] });
    const { tree, clock } = plant({
      autoShutdown: 'any_significant',
      children: [child('flaky', flaky.service, significant)],
    });
    outcome(ask(tree, 'flaky', 'x'));
    await clock.settle();
    await expect(ask(tree, 'flaky', 'y')).resolves.toBe('y from 2');
  });

  it('rule 45: one that is degraded holds it up, one that is parked has ended', async () => {
    const broken = faultyService({ handle: [bug(), bug()], fallback: true });
    const { tree, clock } = plant({
      policy: policy({ RECOVERABLE: ['fallback', 'fail'] }),
      autoShutdown: 'any_significant',
      children: [child('broken', broken.service, significant)],
    });
    outcome(ask(tree, 'broken', 'x'));
    await clock.settle();
    expect(tree.getSnapshot().status).toBe('active');
    const failing = plant({
      policy: policy({ RECOVERABLE: ['fail'] }),
      autoShutdown: 'any_significant',
      children: [child('failing', faultyService({ handle: [bug()] }).service, significant)],
    });
    outcome(ask(failing.tree, 'failing', 'x'));
    await failing.clock.settle();
    expect(failing.tree.getSnapshot().status).toBe('done');
  });

  it('one that an operator stops, or whose start is ignored, is no reason', async () => {
    const ignoring = service({ start: ({ ignore }) => ignore(), handle: () => 1 });
    const { tree, clock } = plant({
      autoShutdown: 'any_significant',
      children: [child('a', ok(), significant), child('quiet', ignoring, significant)],
    });
    await clock.settle();
    await terminateChild(tree, 'a');
    await clock.settle();
    expect(tree.getSnapshot().status).toBe('active');
  });

  it('one that was added counts, and another setting holds from now on', async () => {
    const [early, late] = [job(), job()];
    const children = [child('early', early.logic, significant)] as const;
    const { tree, clock } = plant({ autoShutdown: 'all_significant', children });
    await clock.settle();
    await expect(
      startChild(tree, '', child('late', late.logic, significant)),
    ).resolves.toMatchObject({ ok: true });
    early.finish();
    await clock.settle();
    expect(tree.getSnapshot().status).toBe('active');
    await reconfigure(tree, '', { autoShutdown: 'any_significant', children });
    late.finish();
    await clock.settle();
    expect(tree.getSnapshot().status).toBe('done');
  });
});

/** A supervisor that ends with its only job, as a child of another, as a child of the root. */
function chain(restart: 'transient' | 'temporary') {
  const work = job();
  const spec = { restart, significant: true } as const;
  const inner = fromSupervisor({
    autoShutdown: 'any_significant',
    children: [child('job', work.logic, significant), child('helper', ok())],
  });
  const middle = fromSupervisor({
    autoShutdown: 'all_significant',
    children: [child('inner', inner, spec)],
  });
  return {
    ...plant({
      policy: otp,
      autoShutdown: 'any_significant',
      children: [child('middle', middle, spec), child('other', ok())],
    }),
    work,
  };
}

describe('auto shutdown of nested supervisors', () => {
  it.each(['transient', 'temporary'] as const)(
    'rule 45: goes up from one to the next where each is significant: %s',
    async (restart) => {
      const { tree, clock, work, probe } = chain(restart);
      await clock.settle();
      work.finish();
      await clock.settle();
      expect(probe.story('supervisor.stopped')).toEqual([
        'supervisor.stopped middle/inner',
        'supervisor.stopped middle',
        'supervisor.stopped ',
      ]);
      expect(tree.getSnapshot().status).toBe('done');
    },
  );

  it('a permanent supervisor that has shut itself down is started again, with all its children', async () => {
    const work = job();
    const helper = faultyService();
    const inner = fromSupervisor({
      autoShutdown: 'any_significant',
      children: [child('job', work.logic, significant), child('helper', helper.service)],
    });
    const { tree, clock, probe } = plant({ policy: otp, children: [child('inner', inner)] });
    await clock.settle();
    probe.clear();
    work.finish();
    await clock.settle();
    expect(tree.getSnapshot().status).not.toBe('done');
    expect(helper.calls.slice(0, 3)).toEqual(['start 1', 'stop 1 shutdown', 'start 2']);
  });

  it('a transient one that is not significant rests, stopped, and its parent goes on', async () => {
    const work = job();
    const inner = fromSupervisor({
      autoShutdown: 'any_significant',
      children: [child('job', work.logic, significant)],
    });
    const { tree, clock } = plant({
      children: [child('inner', inner, { restart: 'transient' }), child('other', ok())],
    });
    await clock.settle();
    work.finish();
    await clock.settle();
    expect(tree.getSnapshot().children.inner.getSnapshot().value).toBe('stopped');
    await expect(ask(tree, 'other', 'x')).resolves.toBe('x from 1');
  });
});
