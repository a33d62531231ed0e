import { describe, expect, it } from 'vitest';
import { fromPromise } from 'xstate';
import {
  child,
  deleteChild,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  refAt,
  service,
  startChild,
  stop,
  terminateChild,
  watch,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { anyPath, plant } from '../plant.ts';
import { bug, crash, escalating, failing, notices } from './notices.ts';

describe('rule 48: what ends with its supervisor', () => {
  const leaf = faultyService();
  const nested = (runs = faultyService().service) =>
    fromSupervisor({
      policy: escalating,
      children: [
        child('c', fromSupervisor({ policy: escalating, children: [child('leaf', runs)] })),
      ],
    });

  it('the tree is stopped: each when it has stopped', async () => {
    const heard = notices();
    const { tree, clock } = plant({
      children: [
        child('b', nested()),
        child('slow', faultyService({ stop: ['hang'] }).service, { shutdown: 1_000 }),
        child('z', faultyService().service),
      ],
    });
    await clock.settle();
    for (const path of ['', 'b', 'b/c', 'b/c/leaf', 'slow', 'z'])
      watch(tree, anyPath(path), heard.hear);
    void stop(tree);
    await clock.settle();
    expect(heard.said).toEqual(['z shutdown']);
    await clock.advance(1_000);
    expect(heard.said.slice(1)).toEqual([
      'slow shutdown',
      'b/c/leaf shutdown',
      'b/c shutdown',
      'b shutdown',
      ' shutdown',
    ]);
    watch(tree, 'z', heard.hear);
    watch(tree, tree, heard.hear);
    await clock.settle();
    expect(heard.said.slice(6)).toEqual(['z not_running', ' not_running']);
  });

  it('the tree is stopped without waiting (actor.stop)', async () => {
    const heard = notices();
    const { tree, clock } = plant({ children: [child('b', nested())] });
    await clock.settle();
    for (const path of ['', 'b/c/leaf']) watch(tree, anyPath(path), heard.hear);
    tree.stop();
    await clock.settle();
    expect(heard.said).toEqual(['b/c/leaf shutdown', ' shutdown']);
  });

  it('a supervisor is stopped by an operator: it and all below, once', async () => {
    const heard = notices();
    const { tree, clock } = plant({ children: [child('b', nested()), child('z', leaf.service)] });
    await clock.settle();
    for (const path of ['b', 'b/c', 'b/c/leaf', 'z']) watch(tree, anyPath(path), heard.hear);
    await terminateChild(tree, 'b');
    await clock.settle();
    expect(heard.said).toEqual(['b/c/leaf shutdown', 'b/c shutdown', 'b shutdown']);
  });

  it('a supervisor gives up and is parked: gave_up, with the same error for all below', async () => {
    const heard = notices();
    const faulty = faultyService({ handle: [bug()] });
    const { tree, clock } = plant({
      policy: failing,
      children: [child('b', nested(faulty.service))],
    });
    await clock.settle();
    for (const path of ['b', 'b/c', 'b/c/leaf']) watch(tree, anyPath(path), heard.hear);
    crash(tree, 'b/c/leaf');
    await clock.settle();
    expect(heard.said).toEqual(['b/c/leaf gave_up', 'b/c gave_up', 'b gave_up']);
    const errors = new Set(heard.all.map((notice) => 'error' in notice && notice.error));
    expect(errors.size).toBe(1);
    expect([...errors][0]).toMatchObject({ code: 'SUPERVISOR_GAVE_UP', path: 'b' });
  });

  it('rule 44: a transient supervisor that gave up under otp ends with it', async () => {
    const heard = notices();
    const faulty = faultyService({ handle: [bug(), bug()] });
    const inner = fromSupervisor({ policy: otp, children: [child('leaf', faulty.service)] });
    const { tree, clock } = plant({
      policy: otp,
      children: [child('inner', inner, { restart: 'transient' })],
    });
    await clock.settle();
    watch(tree, 'inner', heard.hear);
    watch(tree, 'inner/leaf', heard.hear);
    crash(tree, 'inner/leaf');
    await clock.settle();
    crash(tree, 'inner/leaf');
    await clock.settle();
    expect(heard.all).toMatchObject([
      { path: 'inner/leaf', cause: 'gave_up', error: { path: 'inner' } },
      { path: 'inner', cause: 'gave_up', error: { path: 'inner' } },
    ]);
  });

  it('rule 45: auto shutdown is an end in order', async () => {
    const heard = notices();
    const inner = fromSupervisor({
      autoShutdown: 'any_significant',
      children: [
        child('other', faultyService().service),
        child(
          'job',
          fromPromise(async () => 'done'),
          { restart: 'transient', significant: true },
        ),
      ],
    });
    const { tree, clock } = plant({ children: [child('inner', inner, { restart: 'temporary' })] });
    for (const path of ['inner', 'inner/job', 'inner/other'])
      watch(tree, anyPath(path), heard.hear);
    await clock.settle();
    expect(heard.said).toEqual(['inner/job normal', 'inner/other shutdown', 'inner shutdown']);
  });

  it('a temporary member of a group that is restarted ends; the others do not', async () => {
    const heard = notices();
    const a = faultyService();
    const { tree, clock } = plant({
      policy: otp,
      strategy: 'one_for_all',
      children: [
        child('a', a.service),
        child('b', faultyService().service, { restart: 'temporary' }),
        child('c', faultyService().service),
      ],
    });
    await clock.settle();
    for (const path of ['a', 'b', 'c']) watch(tree, anyPath(path), heard.hear);
    a.thenHandle(bug());
    crash(tree, 'a');
    await clock.settle();
    expect(heard.said).toEqual(['b shutdown']);
  });

  it('left idle by a restart that was called off: shutdown', async () => {
    const heard = notices();
    const a = faultyService({ start: ['ok', bug(), bug(), bug(), bug()] });
    const { tree, clock, probe } = plant({
      strategy: 'rest_for_one',
      children: [child('a', a.service), child('b', faultyService().service)],
    });
    await clock.settle();
    watch(tree, 'b', heard.hear);
    a.thenHandle(bug());
    crash(tree, 'a');
    await clock.advance(500);
    expect(heard.said).toEqual([]);
    await terminateChild(tree, 'a');
    await clock.settle();
    expect(probe.story('child.leftIdle')).toEqual(['child.leftIdle b']);
    expect(heard.said).toEqual(['b shutdown']);
  });

  it('instances are lost when their dynamic supervisor is restarted; it is not', async () => {
    const heard = notices();
    const rooms = fromDynamicSupervisor({
      policy: escalating,
      child: faultyService({ handle: [bug()] }).service,
    });
    const { tree, clock } = plant({ children: [child('rooms', rooms)] });
    await clock.settle();
    await startChild(tree, 'rooms', { id: 'one' });
    await startChild(tree, 'rooms', { id: 'two' });
    for (const path of ['rooms', 'rooms/one', 'rooms/two']) watch(tree, anyPath(path), heard.hear);
    crash(tree, 'rooms/one');
    await clock.advance(5_000);
    expect(heard.said).toEqual(['rooms/one removed', 'rooms/two removed']);
  });

  it('instances below a supervisor that is abandoned and begins again are lost, too', async () => {
    const heard = notices();
    const rooms = fromDynamicSupervisor({ child: faultyService().service });
    const stubborn = service({
      handle: (request: string) => request,
      stop: () => new Promise<void>(() => undefined),
    });
    const trigger = faultyService();
    const inner = fromSupervisor({
      children: [child('rooms', rooms), child('stubborn', stubborn, { shutdown: Infinity })],
    });
    const { tree, clock, probe } = plant({
      policy: policy({ restart: { backoff: { kind: 'constant', delayMs: 1_000 } } }),
      strategy: 'one_for_all',
      children: [child('inner', inner, { shutdown: 1_000 }), child('trigger', trigger.service)],
    });
    await clock.settle();
    await startChild(tree, 'inner/rooms', { id: 'one' });
    for (const path of ['inner', 'inner/rooms', 'inner/rooms/one', 'inner/stubborn'])
      watch(tree, anyPath(path), heard.hear);
    trigger.thenHandle(bug());
    crash(tree, 'trigger');
    await clock.advance(1_000);
    expect(probe.story('child.abandoned')).toEqual(['child.abandoned inner']);
    await clock.advance(1_000);
    expect(refAt(tree, 'inner/stubborn').getSnapshot().value).toBe('running');
    expect(heard.said).toEqual(['inner/rooms/one removed']);
    // What was on its way out then is not any more.
    await terminateChild(tree, 'inner/rooms');
    await clock.settle();
    expect(heard.said).toEqual(['inner/rooms/one removed', 'inner/rooms shutdown']);
  });

  it('deleted while it rests: it had its notice before', async () => {
    const heard = notices();
    const { tree, clock } = plant({ children: [child('a', faultyService().service)] });
    await clock.settle();
    watch(tree, 'a', heard.hear);
    await terminateChild(tree, 'a');
    await deleteChild(tree, 'a');
    await clock.settle();
    expect(heard.said).toEqual(['a shutdown']);
  });

  it('rule 40: it gives up and is then told to stop: the root says the first, a nested one the second', async () => {
    const heard = notices();
    const faulty = faultyService({ handle: [bug()] });
    const inner = fromSupervisor({
      policy: escalating,
      children: [
        child('slow', faultyService({ stop: ['hang'] }).service, { shutdown: 1_000 }),
        child('leaf', faulty.service),
      ],
    });
    const { tree, clock } = plant({ children: [child('inner', inner)] });
    await clock.settle();
    watch(tree, 'inner/leaf', heard.hear);
    crash(tree, 'inner/leaf');
    await clock.settle();
    void terminateChild(tree, 'inner');
    await clock.advance(1_000);
    expect(heard.said).toEqual(['inner/leaf shutdown']);
    faulty.thenHandle(bug());
    const { tree: top, clock: time } = plant({
      policy: escalating,
      children: [
        child('slow', faultyService({ stop: ['hang'] }).service, { shutdown: 1_000 }),
        child('leaf', faulty.service),
      ],
    });
    await time.settle();
    crash(top, 'leaf');
    await time.settle();
    watch(top, 'slow', heard.hear);
    void stop(top);
    await time.advance(1_000);
    expect(heard.all[1]).toMatchObject({ path: 'slow', cause: 'gave_up', error: { path: '' } });
  });
});
