import { describe, expect, it } from 'vitest';
import { fromTransition } from 'xstate';
import {
  ask,
  child,
  countChildren,
  deleteChild,
  type DynamicSupervisorSettings,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  recover,
  restartChild,
  service,
  startChild,
  StateCorruptionError,
  stop,
  terminateChild,
  whichChildren,
  workerAt,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { deferred, manualService } from '../manual-service.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');

/** A room answers with its topic and its life; `crash` it, and it is faulty. */
const room = service({
  start: ({ input, incarnation }: { input: string; incarnation: number }) =>
    `${input} ${incarnation}`,
  handle: (request: 'topic' | 'crash', { resource }) => {
    if (request === 'crash') throw bug();
    return resource;
  },
});

/** A tree whose only child `rooms` has instances of a room. */
function plantRooms(options: Omit<DynamicSupervisorSettings<typeof room>, 'child'> = {}) {
  const rooms = fromDynamicSupervisor({ policy: otp, child: room, ...options });
  return plant({ children: [child('rooms', rooms)] });
}

describe('startChild of a dynamic supervisor', () => {
  it('begins with no instance, and starts each with an input of its own', async () => {
    const { tree } = plantRooms();
    await expect(countChildren(tree, 'rooms')).resolves.toMatchObject({ specs: 1, active: 0 });
    const made = await startChild(tree, 'rooms', { id: 'lobby', input: 'tea' });
    expect(made).toMatchObject({ ok: true, id: 'lobby', path: 'rooms/lobby' });
    await startChild(tree, 'rooms', { id: 'attic', input: 'dust' });
    await expect(ask(tree, 'rooms/lobby', 'topic')).resolves.toBe('tea 1');
    await expect(ask(tree, 'rooms/attic', 'topic')).resolves.toBe('dust 1');
  });

  it('gives the next free number where no id is given, and the template input where there is none', async () => {
    const { tree } = plantRooms({ input: 'silence' });
    await startChild(tree, 'rooms', { id: '2', input: 'tea' });
    const ids = [];
    for (let n = 0; n < 3; n++) {
      const made = await startChild(tree, 'rooms', {});
      ids.push(made.ok ? made.id : made.reason);
    }
    expect(ids).toEqual(['1', '3', '4']);
    await expect(ask(tree, 'rooms/3', 'topic')).resolves.toBe('silence 1');
  });

  it('restarts one instance alone, with its own input and the same ref', async () => {
    const { tree, clock } = plantRooms();
    const made = await startChild(tree, 'rooms', { id: 'lobby', input: 'tea' });
    await startChild(tree, 'rooms', { id: 'attic', input: 'dust' });
    outcome(ask(tree, 'rooms/lobby', 'crash'));
    await clock.settle();
    await expect(ask(tree, 'rooms/lobby', 'topic')).resolves.toBe('tea 2');
    await expect(ask(tree, 'rooms/attic', 'topic')).resolves.toBe('dust 1');
    const [attic, lobby] = await whichChildren(tree, 'rooms');
    expect(attic).toMatchObject({ id: 'attic', restarts: 0 });
    expect(lobby).toMatchObject({
      id: 'lobby',
      restarts: 1,
      ref: made.ok && 'ref' in made && made.ref,
    });
  });

  it('runs XState logic too, with its input', async () => {
    const counter = fromTransition(
      (n: number, { by }: { type: 'ADD'; by: number }) => n + by,
      ({ input }: { input: number }) => input,
    );
    const counters = fromDynamicSupervisor({ child: counter, input: 5 });
    const { tree } = plant({ children: [child('counters', counters)] });
    await startChild(tree, 'counters', { id: 'a' });
    await startChild(tree, 'counters', { id: 'b', input: 7 });
    expect(workerAt(tree, 'counters/a')?.getSnapshot().context).toBe(5);
    expect(workerAt(tree, 'counters/b')?.getSnapshot().context).toBe(7);
  });

  it('runs supervisors, each with children of its own', async () => {
    const pair = fromSupervisor({ children: [child('leaf', faultyService().service)] });
    const { tree } = plant({
      children: [child('pairs', fromDynamicSupervisor({ child: pair }))],
    });
    await startChild(tree, 'pairs', { id: 'a' });
    await startChild(tree, 'pairs', { id: 'b' });
    await expect(ask(tree, 'pairs/b/leaf', 'x')).resolves.toBe('x from 1');
  });

  it('an instance that is stopped is gone, and so is one that ends without being started again', async () => {
    const { tree, clock } = plantRooms({ restart: 'temporary' });
    await startChild(tree, 'rooms', { id: 'a', input: 'tea' });
    await startChild(tree, 'rooms', { id: 'b', input: 'tea' });
    await expect(terminateChild(tree, 'rooms/a')).resolves.toEqual({ ok: true });
    outcome(ask(tree, 'rooms/b', 'crash'));
    await clock.settle();
    expect(await whichChildren(tree, 'rooms')).toEqual([]);
    await expect(startChild(tree, 'rooms', { id: 'a', input: 'new' })).resolves.toMatchObject({
      ok: true,
    });
    await expect(terminateChild(tree, 'rooms/b')).resolves.toMatchObject({ reason: 'not_found' });
  });

  it('rule 45: one that fails for good is removed, whatever its restart type', async () => {
    const hopeless = faultyService({ start: ['ok', bug()], handle: [bug()] });
    const rooms = fromDynamicSupervisor({
      policy: policy({ RECOVERABLE: ['restart', 'fail'], restart: { maxAttempts: 1 } }),
      child: hopeless.service,
    });
    const { tree, clock, probe } = plant({ children: [child('rooms', rooms)] });
    await startChild(tree, 'rooms', { id: 'a' });
    outcome(ask(tree, 'rooms/a', 'x'));
    await clock.settle();
    expect(probe.story('child.failed', 'child.removed')).toEqual([
      'child.failed rooms/a',
      'child.removed rooms/a',
    ]);
    expect(await whichChildren(tree, 'rooms')).toEqual([]);
  });

  it('refuses a name that is taken and more than there may be; one that is being restarted counts', async () => {
    const { tree, clock } = plant({
      children: [
        child(
          'rooms',
          fromDynamicSupervisor({
            child: faultyService({ start: ['ok', 'hang'], handle: [bug()] }).service,
            maxChildren: 1,
          }),
        ),
      ],
    });
    await startChild(tree, 'rooms', { id: 'a' });
    await expect(startChild(tree, 'rooms', { id: 'a' })).resolves.toMatchObject({
      ok: false,
      reason: 'already_started',
    });
    const full = { ok: false, reason: 'max_children', state: 'stopped' };
    await expect(startChild(tree, 'rooms', { id: 'b' })).resolves.toEqual(full);
    outcome(ask(tree, 'rooms/a', 'x'));
    await clock.settle();
    await expect(startChild(tree, 'rooms', { id: 'b' })).resolves.toEqual(full);
  });

  it('an instance whose start is ignored or fails is none', async () => {
    const ignoring = service({ start: ({ ignore }) => ignore(), handle: () => 1 });
    const error = bug();
    const { tree } = plant({
      children: [
        child('quiet', fromDynamicSupervisor({ child: ignoring })),
        child(
          'loud',
          fromDynamicSupervisor({ policy: otp, child: faultyService({ start: [error] }).service }),
        ),
      ],
    });
    await expect(startChild(tree, 'quiet', { id: 'a' })).resolves.toEqual({
      ok: true,
      id: 'a',
      ignored: true,
    });
    await expect(startChild(tree, 'loud', {})).resolves.toMatchObject({
      ok: false,
      reason: 'start_failed',
      error,
    });
    expect([await whichChildren(tree, 'quiet'), await whichChildren(tree, 'loud')]).toEqual([
      [],
      [],
    ]);
  });

  it('an instance may be stopped in another way than the template says', async () => {
    const stopped: string[] = [];
    const stubborn = service({
      start: ({ input }: { input: string }) => input,
      handle: () => 1,
      stop: (name) => {
        stopped.push(name);
        return new Promise(() => undefined);
      },
    });
    const rooms = fromDynamicSupervisor({ child: stubborn, shutdown: 1_000 });
    const { tree, clock, probe } = plant({ children: [child('rooms', rooms)] });
    await startChild(tree, 'rooms', { id: 'template', input: 'template' });
    await startChild(tree, 'rooms', { id: 'longer', input: 'longer', shutdown: 3_000 });
    await startChild(tree, 'rooms', { id: 'brutal', input: 'brutal', shutdown: 'brutal_kill' });
    const end = outcome(stop(tree));
    await clock.settle();
    expect(stopped.toSorted()).toEqual(['longer', 'template']);
    expect(probe.story('child.stopped')).toEqual(['child.stopped rooms/brutal']);
    await clock.advance(1_000);
    expect(probe.story('child.abandoned')).toEqual(['child.abandoned rooms/template']);
    await clock.advance(2_000);
    expect(probe.story('child.abandoned').at(-1)).toBe('child.abandoned rooms/longer');
    expect(end.value).toMatchObject({ leftBehind: [{}, {}] });
  });

  it('all are stopped at once', async () => {
    const { promise, resolve } = deferred();
    const manual = manualService({ stop: () => promise });
    const rooms = fromDynamicSupervisor({ child: manual.service });
    const { tree, clock, probe } = plant({ children: [child('rooms', rooms)] });
    for (const id of ['a', 'b', 'c']) await startChild(tree, 'rooms', { id });
    const end = outcome(stop(tree));
    await clock.settle();
    expect(probe.story('child.stopping')).toHaveLength(4);
    resolve();
    await clock.settle();
    expect(end).toHaveProperty('value');
  });

  it('instances go with a restart of their supervisor', async () => {
    const { tree, clock } = plantRooms();
    await startChild(tree, 'rooms', { id: 'a', input: 'tea' });
    await startChild(tree, 'rooms', { id: 'b', input: 'tea' });
    outcome(ask(tree, 'rooms/a', 'crash'));
    await clock.settle();
    outcome(ask(tree, 'rooms/b', 'crash'));
    await clock.settle();
    expect(await whichChildren(tree, 'rooms')).toEqual([]);
    await expect(startChild(tree, 'rooms', { id: 'a', input: 'new' })).resolves.toMatchObject({
      ok: true,
    });
  });

  it('an instance is neither restarted nor deleted by hand, but recovered', async () => {
    const { tree } = plantRooms();
    await startChild(tree, 'rooms', { id: 'a', input: 'tea' });
    const refused = { ok: false, reason: 'simple_one_for_one', state: 'running' };
    await expect(restartChild(tree, anyPath('rooms/a'))).resolves.toEqual(refused);
    await expect(deleteChild(tree, anyPath('rooms/a'))).resolves.toEqual(refused);
    await expect(recover(tree, 'rooms/a')).resolves.toEqual({ ok: true });
  });

  it.each([
    [child('x', faultyService().service), 'startChild.child'],
    ['lobby', 'startChild.child'],
    [null, 'startChild.child'],
    [{ id: 'a', inputs: 1 }, 'startChild.child.inputs'],
    [{ id: 'a/b' }, 'startChild.child.id'],
    [{ id: '' }, 'startChild.child.id'],
    [{ id: 5 }, 'startChild.child.id'],
    [{ shutdown: -1 }, 'startChild.child.shutdown'],
  ])('refuses what is no instance: %#', async (made, option) => {
    const { tree } = plantRooms();
    await expect(startChild(tree, anyPath('rooms'), made as never)).resolves.toMatchObject({
      ok: false,
      reason: 'invalid',
      error: { option },
    });
    expect(await whichChildren(tree, 'rooms')).toEqual([]);
  });

  it('refuses brutal_kill for an instance that is a supervisor', async () => {
    const pairs = fromDynamicSupervisor({ child: fromSupervisor({ children: [] }) });
    const { tree } = plant({ children: [child('pairs', pairs)] });
    await expect(startChild(tree, 'pairs', { shutdown: 'brutal_kill' })).resolves.toMatchObject({
      reason: 'invalid',
      error: { option: 'startChild.child.shutdown' },
    });
  });
});
