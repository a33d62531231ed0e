import { describe, expect, it } from 'vitest';
import {
  ask,
  child,
  deleteChild,
  fromSupervisor,
  otp,
  policy,
  refAt,
  restartChild,
  service,
  startChild,
  StateCorruptionError,
  stop,
  terminateChild,
  whichChild,
  whichChildren,
} from '../../src/index.ts';
import { type Act, faultyService } from '../../src/testing/index.ts';
import { manualService } from '../manual-service.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');
const ok = () => faultyService().service;
const ignoring = service({ start: ({ ignore }) => ignore(), handle: () => 1 });

/** A service whose start the test ends. */
function slow(...acts: readonly Act[]) {
  return faultyService({ start: acts }).service;
}

describe('startChild', () => {
  it('adds a child, starts it and answers with its place and its ref', async () => {
    const { tree } = plant({ children: [child('a', ok())] });
    const result = await startChild(tree, '', child('b', ok()));
    expect(result).toEqual({ ok: true, id: 'b', path: 'b', ref: refAt(tree, anyPath('b')) });
    await expect(ask(tree, anyPath('b'), 'x')).resolves.toBe('x from 1');
  });

  it('tells that it has been added, before it has started', async () => {
    const { tree, clock, probe } = plant({ children: [] });
    await clock.settle();
    probe.clear();
    await startChild(tree, '', child('b', ok()));
    expect(probe.story('child.added', 'child.started')).toEqual([
      'child.added b',
      'child.started b',
    ]);
  });

  it('puts it at the end of the start order: it is stopped first', async () => {
    const { tree, probe } = plant({ children: [child('a', ok()), child('b', ok())] });
    await startChild(tree, '', child('c', ok()));
    await stop(tree);
    expect(probe.story('child.stopped')).toEqual([
      'child.stopped c',
      'child.stopped b',
      'child.stopped a',
    ]);
  });

  it('adds to a nested supervisor by its path, also another supervisor', async () => {
    const { tree } = plant({ children: [child('inner', fromSupervisor({ children: [] }))] });
    const deeper = fromSupervisor({ children: [child('leaf', ok())] });
    await expect(startChild(tree, 'inner', child('deeper', deeper))).resolves.toMatchObject({
      ok: true,
      path: 'inner/deeper',
    });
    await expect(ask(tree, anyPath('inner/deeper/leaf'), 'x')).resolves.toBe('x from 1');
    await expect(
      startChild(tree, anyPath('inner/deeper'), child('more', ok())),
    ).resolves.toMatchObject({ ok: true, path: 'inner/deeper/more' });
  });

  it('what was added is gone after a restart of its supervisor, as in OTP', async () => {
    const leaf = faultyService();
    const inner = fromSupervisor({ policy: otp, children: [child('leaf', leaf.service)] });
    const { tree, clock } = plant({ policy: otp, children: [child('inner', inner)] });
    await startChild(tree, 'inner', child('extra', ok()));
    for (const request of ['one', 'two']) {
      leaf.thenHandle(bug());
      outcome(ask(tree, 'inner/leaf', request));
      await clock.settle();
    }
    await expect(ask(tree, 'inner/leaf', 'x')).resolves.toBe('x from 3');
    await expect(whichChild(tree, anyPath('inner/extra'))).resolves.toEqual({
      ok: false,
      reason: 'not_found',
    });
  });

  it('what a refusal has to do with no start says nothing of an older error', async () => {
    const flaky = faultyService({ start: ['ok', bug()] });
    const { tree, clock } = plant({
      policy: policy({
        RECOVERABLE: ['restart', 'fail'],
        restart: { backoff: { kind: 'constant', delayMs: 60_000 } },
      }),
      children: [child('flaky', flaky.service)],
    });
    flaky.thenHandle(bug());
    outcome(ask(tree, 'flaky', 'x'));
    await clock.settle();
    const refused = { ok: false, state: 'restarting' };
    expect(await restartChild(tree, 'flaky')).toEqual({ ...refused, reason: 'restarting' });
    expect(await startChild(tree, '', child('flaky', ok()))).toEqual({
      ...refused,
      reason: 'already_present',
    });
  });

  it('answers when the child has settled, and the supervisor goes on meanwhile', async () => {
    const { tree, clock } = plant({ children: [child('a', ok())] });
    const started = outcome(startChild(tree, '', child('b', slow('hang'))));
    await clock.settle();
    expect(started).toEqual({});
    await expect(startChild(tree, '', child('c', ok()))).resolves.toMatchObject({ ok: true });
    await expect(ask(tree, 'a', 'x')).resolves.toBe('x from 1');
    await clock.advance(60_000);
    expect(started.value).toMatchObject({ ok: true, id: 'b' });
  });

  it('refuses a name that runs or is being started, with the ref of who has it', async () => {
    const { tree, clock } = plant({ children: [child('a', ok())] });
    await clock.settle();
    const known = { ok: false, reason: 'already_started', ref: refAt(tree, 'a') };
    await expect(startChild(tree, '', child('a', ok()))).resolves.toEqual(known);
    outcome(startChild(tree, '', child('b', slow('hang'))));
    await clock.settle();
    await expect(startChild(tree, '', child('b', ok()))).resolves.toMatchObject({
      reason: 'already_started',
      ref: refAt(tree, anyPath('b')),
    });
  });

  it('refuses a name that is kept idle; its place is free once it is deleted', async () => {
    const { tree } = plant({ children: [child('a', ok())] });
    await terminateChild(tree, 'a');
    const present = { ok: false, reason: 'already_present', state: 'stopped' };
    await expect(startChild(tree, '', child('a', ok()))).resolves.toEqual(present);
    await deleteChild(tree, 'a');
    await expect(startChild(tree, '', child('a', ok()))).resolves.toMatchObject({ ok: true });
  });

  it('a start that is ignored leaves the child idle, a temporary one gone', async () => {
    const { tree, probe } = plant({ children: [] });
    const ignored = { ok: true, id: 'kept', ignored: true };
    await expect(startChild(tree, '', child('kept', ignoring))).resolves.toEqual(ignored);
    const temporary = child('gone', ignoring, { restart: 'temporary' });
    await expect(startChild(tree, '', temporary)).resolves.toEqual({ ...ignored, id: 'gone' });
    expect((await whichChildren(tree, '')).map(({ id, status }) => [id, status])).toEqual([
      ['kept', 'none'],
    ]);
    await expect(restartChild(tree, anyPath('kept'))).resolves.toEqual({ ok: true, ignored: true });
    expect(probe.story('child.faulted')).toEqual([]);
  });

  it('under otp a start that fails leaves no child, answers with its error and counts as no restart', async () => {
    const { tree, probe } = plant({
      policy: otp,
      intensity: { maxRestarts: 0, withinMs: 5_000 },
      children: [],
    });
    const error = bug();
    await expect(startChild(tree, '', child('a', slow(error)))).resolves.toEqual({
      ok: false,
      reason: 'start_failed',
      state: 'stopped',
      error,
    });
    expect(probe.of('child.notStarted')).toMatchObject([{ path: 'a', fault: { origin: 'start' } }]);
    expect(await whichChildren(tree, '')).toEqual([]);
    expect(tree.getSnapshot().status).toBe('active');
    await expect(startChild(tree, '', child('a', ok()))).resolves.toMatchObject({ ok: true });
  });

  it('under the default policy it is healed like any other, as far as that goes', async () => {
    const { tree, clock } = plant({ children: [] });
    const healed = outcome(startChild(tree, '', child('healed', slow(bug()))));
    await clock.settle();
    expect(healed.value).toMatchObject({ ok: true, id: 'healed' });
    const hopeless = Array.from({ length: 9 }, bug);
    const degraded = outcome(startChild(tree, '', child('hopeless', slow(...hopeless))));
    await clock.advance(10_000);
    expect(degraded.value).toMatchObject({ ok: false, reason: 'failed', state: 'degraded' });
  });

  it.each([
    [ok(), 'startChild.child'],
    [null, 'startChild.child'],
    [child('x', ok(), { restart: 'transient', significant: true }), 'startChild.child.significant'],
    [child('x', ok(), { dependsOn: ['nobody'] }), 'startChild.child.dependsOn'],
  ])('refuses what cannot be its child, and touches nothing: %#', async (made, option) => {
    const { tree, clock, probe } = plant({ children: [child('a', ok())] });
    await clock.settle();
    probe.clear();
    await expect(startChild(tree, '', made as never)).resolves.toMatchObject({
      ok: false,
      reason: 'invalid',
      error: { code: 'INVALID_OPTION', option },
    });
    expect(probe.events).toEqual([]);
  });

  it('a child that depends on a sibling is one of one_for_one only', async () => {
    const { tree } = plant({ strategy: 'one_for_all', children: [child('a', ok())] });
    await expect(
      startChild(tree, '', child('b', ok(), { dependsOn: ['a'] })),
    ).resolves.toMatchObject({
      reason: 'invalid',
      error: { rule: expect.stringContaining('one_for_all') },
    });
  });

  it('a child that closes a circle with siblings left from before is refused', async () => {
    const api = child('api', ok(), { dependsOn: ['db'] });
    const { tree, clock } = plant({ children: [child('db', ok()), api] });
    await terminateChild(tree, 'db');
    await deleteChild(tree, 'db');
    await expect(
      startChild(tree, '', child('db', ok(), { dependsOn: ['api'] })),
    ).resolves.toMatchObject({
      ok: false,
      reason: 'invalid',
      error: { option: 'startChild.child.dependsOn', value: 'db → api → db' },
    });
    const stopped = outcome(stop(tree).then(() => 'stopped'));
    await clock.settle();
    expect(stopped).toEqual({ value: 'stopped' });
  });

  it('is refused by a supervisor that is stopping or has ended', async () => {
    const manual = manualService({ stop: () => new Promise(() => undefined) });
    const { tree, clock } = plant({ children: [child('a', manual.service)] });
    await clock.settle();
    const stopped = stop(tree);
    await expect(startChild(tree, '', child('b', ok()))).resolves.toMatchObject({
      ok: false,
      reason: 'stopping',
    });
    await clock.advance(5_000);
    await stopped;
    await expect(startChild(tree, '', child('b', ok()))).resolves.toMatchObject({
      ok: false,
      reason: 'stopped',
    });
  });

  it('rejects when there is no such supervisor, and names those there are', async () => {
    const inner = fromSupervisor({ children: [] });
    const { tree } = plant({ children: [child('inner', inner), child('a', ok())] });
    await expect(startChild(tree, anyPath('a'), child('b', ok()))).rejects.toMatchObject({
      code: 'UNKNOWN_CHILD',
      message: expect.stringContaining('"inner"'),
    });
    await expect(startChild(tree, anyPath('nobody'), child('b', ok()))).rejects.toMatchObject({
      code: 'UNKNOWN_CHILD',
    });
  });
});
