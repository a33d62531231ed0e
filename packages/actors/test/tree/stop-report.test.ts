import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import {
  ask,
  child,
  describeEvent,
  fromSupervisor,
  healthOfTree,
  policy,
  refAt,
  service,
  StateCorruptionError,
  stop,
  terminateChild,
} from '../../src/index.ts';
import { createTestClock, faultyService } from '../../src/testing/index.ts';
import { deferred } from '../manual-service.ts';
import { outcome, plant } from '../plant.ts';

const escalating = policy({ RECOVERABLE: ['escalate'], CRITICAL: ['escalate'] });
const bug = () => new StateCorruptionError('bug');

/** A service whose every stop ends when the test says so. */
function stubborn() {
  const stops: (() => void)[] = [];
  return {
    stops,
    service: service({
      handle: (request: string) => {
        if (request === 'die') throw bug();
        return request;
      },
      stop: () => {
        const { promise, resolve } = deferred();
        stops.push(resolve);
        return promise;
      },
    }),
  };
}

describe('rule 49: stop resolves with what it came to', () => {
  it('ok with nothing left behind; for a second call, and a third, the same', async () => {
    const slow = stubborn();
    const { tree, clock, probe } = plant({ children: [child('a', slow.service)] });
    await clock.settle();
    const stops = [stop(tree), stop(tree, { withinMs: 4_000 }), stop(tree)];
    await clock.settle();
    slow.stops[0]?.();
    const reports = await Promise.all(stops);
    expect(reports).toEqual(Array.from({ length: 3 }, () => ({ ok: true, leftBehind: [] })));
    expect(probe.of('supervisor.stopped')).toEqual([
      { type: 'supervisor.stopped', at: 0, path: '' },
    ]);
  });

  it('not_running when it had ended before, by a stop or by giving up, or was never started (C142)', async () => {
    const gone = { ok: false, reason: 'not_running' };
    const { tree } = plant({ children: [] });
    await stop(tree);
    await expect(stop(tree)).resolves.toEqual(gone);
    const leaf = faultyService({ handle: [bug()] });
    const failed = plant({ policy: escalating, children: [child('leaf', leaf.service)] });
    outcome(ask(failed.tree, 'leaf', 'x'));
    await failed.clock.settle();
    await expect(stop(failed.tree)).resolves.toEqual(gone);
    await expect(stop(createActor(fromSupervisor({ children: [] })))).resolves.toEqual(gone);
  });

  it('gave_up, with the error, when it was giving up already (rule 40)', async () => {
    const slow = stubborn();
    const leaf = faultyService({ handle: [bug()] });
    const { tree, clock } = plant({
      policy: escalating,
      children: [child('slow', slow.service), child('leaf', leaf.service)],
    });
    await clock.settle();
    outcome(ask(tree, 'leaf', 'x'));
    await clock.settle();
    const report = stop(tree);
    await clock.advance(5_000);
    await expect(report).resolves.toMatchObject({
      ok: false,
      reason: 'gave_up',
      error: { code: 'SUPERVISOR_GAVE_UP', child: 'leaf' },
      leftBehind: [{ path: 'slow', incarnation: 1 }],
    });
  });

  it('a nested tree is answered for itself', async () => {
    const slow = stubborn();
    const inner = fromSupervisor({
      children: [child('slow', slow.service, { shutdown: 1_000 })],
    });
    const { tree, clock } = plant({
      children: [
        child('inner', inner, { restart: 'transient' }),
        child('outside', slow.service, { shutdown: 1_000 }),
      ],
    });
    await clock.settle();
    void terminateChild(tree, 'outside');
    await clock.advance(1_000);
    const report = stop(refAt(tree, 'inner'));
    await clock.advance(1_000);
    await expect(report).resolves.toEqual({
      ok: true,
      leftBehind: [{ path: 'inner/slow', incarnation: 1 }],
    });
    await expect(stop(refAt(tree, 'inner'))).resolves.toEqual({ ok: false, reason: 'not_running' });
    expect(tree.getSnapshot().status).toBe('active');
  });

  it('resolves when the tree is stopped without waiting meanwhile', async () => {
    const slow = stubborn();
    const { tree, clock } = plant({
      children: [
        child('up', slow.service),
        child('quick', faultyService().service),
        child('slow', slow.service),
      ],
    });
    await clock.settle();
    const report = stop(tree);
    await clock.settle();
    tree.stop();
    await expect(report).resolves.toEqual({
      ok: true,
      leftBehind: [
        { path: 'slow', incarnation: 1 },
        { path: 'up', incarnation: 1 },
      ],
    });
  });
});

describe('rule 49: what would not stop is named', () => {
  it('in the report and in the last event, whichever life it was, at whatever level', async () => {
    const [top, deep] = [stubborn(), stubborn()];
    const inner = fromSupervisor({ children: [child('deep', deep.service, { shutdown: 200 })] });
    const { tree, clock, probe } = plant({
      children: [
        child('top', top.service, { shutdown: 100 }),
        child('fine', faultyService().service),
        child('inner', inner),
      ],
    });
    await clock.settle();
    // A life of an earlier restart that has not ended, and one that has.
    for (let n = 0; n < 2; n++) {
      outcome(ask(tree, 'top', 'die'));
      await clock.advance(10_000);
    }
    top.stops[0]?.();
    const report = stop(tree);
    await clock.advance(1_000);
    await expect(report).resolves.toEqual({
      ok: true,
      leftBehind: [
        { path: 'top', incarnation: 2 },
        { path: 'inner/deep', incarnation: 1 },
        { path: 'top', incarnation: 3 },
      ],
    });
    const last = probe.of('supervisor.stopped').at(-1);
    expect(last).toMatchObject({ path: '', leftBehind: ['top', 'inner/deep'] });
    expect(last && describeEvent(last)).toBe(
      'root has stopped, leaving behind top, inner/deep, which would not end',
    );
  });

  it('one that gives up says so as well', async () => {
    const slow = stubborn();
    const { tree, clock, probe } = plant({
      policy: escalating,
      children: [child('slow', slow.service, { shutdown: 100 })],
    });
    await clock.settle();
    outcome(ask(tree, 'slow', 'die'));
    await clock.advance(100);
    expect(probe.of('supervisor.failed')).toMatchObject([{ leftBehind: ['slow'] }]);
  });

  it('is fenced off: its late end after the tree is gone is no crash and moves nothing', async () => {
    const slow = stubborn();
    const { tree, clock, probe } = plant({ children: [child('slow', slow.service)] });
    await clock.settle();
    const report = await Promise.all([stop(tree, { withinMs: 100 }), clock.advance(100)]);
    expect(report[0]).toMatchObject({ leftBehind: [{ path: 'slow' }] });
    const before = { events: probe.events.length, health: healthOfTree(tree) };
    const snapshot = tree.getSnapshot();
    slow.stops[0]?.();
    await clock.advance(60_000);
    expect(probe.events).toHaveLength(before.events);
    expect(tree.getSnapshot()).toBe(snapshot);
    expect(refAt(tree, 'slow').getSnapshot().value).toBe('stopped');
    expect(clock.pending).toBe(0);
  });

  it('below an abandoned supervisor: what lives there, until it has ended after all', async () => {
    const [hanging, early] = [stubborn(), stubborn()];
    const inner = fromSupervisor({
      children: [
        child('early', early.service, { shutdown: 100 }),
        child('quick', faultyService().service),
        child('hanging', hanging.service, { shutdown: Infinity }),
      ],
    });
    const { tree, clock, probe } = plant({
      children: [child('inner', inner, { shutdown: 1_000 })],
    });
    await clock.settle();
    outcome(ask(tree, 'inner/early', 'die'));
    await clock.advance(20_000);
    const report = stop(tree);
    await clock.advance(1_000);
    expect(probe.story('child.abandoned')).toEqual([
      'child.abandoned inner/early',
      'child.abandoned inner',
    ]);
    await expect(report).resolves.toEqual({
      ok: true,
      leftBehind: [
        { path: 'inner/early', incarnation: 1 },
        { path: 'inner/hanging', incarnation: 1 },
        { path: 'inner/early', incarnation: 2 },
      ],
    });
  });

  it('an abandoned supervisor that is restarted leaves nobody behind whose end has come', async () => {
    const hanging = stubborn();
    const late = deferred();
    const slowStart = service({
      start: ({ incarnation }) => (incarnation === 1 ? undefined : late.promise),
      handle: (x: string) => x,
    });
    const inner = fromSupervisor({
      children: [
        child('slowStart', slowStart),
        child('hanging', hanging.service, { shutdown: Infinity }),
      ],
    });
    const trigger = faultyService();
    const { tree, clock } = plant({
      policy: policy({ restart: { backoff: { kind: 'constant', delayMs: 0 } } }),
      strategy: 'one_for_all',
      children: [child('inner', inner, { shutdown: 1_000 }), child('trigger', trigger.service)],
    });
    await clock.settle();
    trigger.thenHandle(bug());
    outcome(ask(tree, 'trigger', 'x'));
    await clock.advance(1_500);
    // The second life starts slowly, and is abandoned as it does.
    const report = stop(tree, { withinMs: 100 });
    hanging.stops[0]?.();
    await clock.advance(1_000);
    await expect(report).resolves.toEqual({
      ok: true,
      leftBehind: [{ path: 'inner/slowStart', incarnation: 2 }],
    });
  });

  it('XState logic stops at once: nothing of it is left', async () => {
    const clock = createTestClock();
    const inner = fromSupervisor({ children: [child('a', faultyService().service)] });
    const tree = createActor(inner, { clock }).start();
    await clock.settle();
    const report = stop(tree);
    tree.stop();
    await expect(report).resolves.toEqual({ ok: true, leftBehind: [] });
  });
});
