import { describe, expect, it } from 'vitest';
import { fromTransition } from 'xstate';
import {
  ask,
  child,
  deleteChild,
  fromDynamicSupervisor,
  fromSupervisor,
  getChildSpec,
  otp,
  policy,
  reconfigure,
  refAt,
  restartChild,
  service,
  startChild,
  StateCorruptionError,
  stop,
  tell,
  terminateChild,
  whichChildren,
  workerAt,
} from '../../src/index.ts';
import { faultyService } from '../../src/testing/index.ts';
import { anyPath, outcome, plant } from '../plant.ts';

const bug = () => new StateCorruptionError('bug');
const ok = () => faultyService().service;

/** Three services under one supervisor, which is told what it is from now on. */
async function plantThree() {
  const services = { a: faultyService(), b: faultyService(), c: faultyService() };
  const children = [
    child('a', services.a.service),
    child('b', services.b.service),
    child('c', services.c.service),
  ] as const;
  const planted = plant({ children });
  await planted.clock.settle();
  const crash = async (id: 'a' | 'b' | 'c') => {
    services[id].thenHandle(bug());
    outcome(ask(planted.tree, id, 'crash'));
    // Past probation: the next one is an incident of its own.
    await planted.clock.advance(11_000);
  };
  const lives = async () =>
    Object.fromEntries(
      (await whichChildren(planted.tree, '')).map(({ id, incarnation }) => [id, incarnation]),
    );
  return { ...planted, services, children, crash, lives };
}

describe('reconfigure', () => {
  it('another strategy holds from the next fault on, and nothing is restarted for it', async () => {
    const { tree, children, crash, lives, probe } = await plantThree();
    await crash('b');
    expect(await lives()).toEqual({ a: 1, b: 2, c: 1 });
    await expect(reconfigure(tree, '', { strategy: 'rest_for_one', children })).resolves.toEqual({
      ok: true,
    });
    expect(probe.story('supervisor.reconfigured')).toEqual(['supervisor.reconfigured ']);
    expect(await lives()).toEqual({ a: 1, b: 2, c: 1 });
    await crash('b');
    expect(await lives()).toEqual({ a: 1, b: 3, c: 2 });
    await reconfigure(tree, '', { strategy: 'one_for_all', children });
    await crash('c');
    expect(await lives()).toEqual({ a: 2, b: 4, c: 3 });
  });

  it('another intensity holds, and what has been counted counts on', async () => {
    const { tree, children, crash } = await plantThree();
    await reconfigure(tree, '', { children, intensity: { maxRestarts: 2, withinMs: 60_000 } });
    await crash('a');
    await reconfigure(tree, '', { children, intensity: { maxRestarts: 1, withinMs: 60_000 } });
    expect(tree.getSnapshot().status).toBe('active');
    await crash('b');
    expect(tree.getSnapshot()).toMatchObject({
      status: 'error',
      error: { reason: 'intensity exceeded', child: 'b' },
    });
  });

  it('children of the same id are described anew, and what runs goes on as it is', async () => {
    const { tree, services, lives } = await plantThree();
    const ref = refAt(tree, 'a');
    await reconfigure(tree, '', {
      children: [
        child('a', services.a.service, { restart: 'temporary', shutdown: 7 }),
        child('b', services.b.service),
        child('c', services.c.service),
      ],
    });
    expect(refAt(tree, 'a')).toBe(ref);
    expect(await lives()).toEqual({ a: 1, b: 1, c: 1 });
    await expect(getChildSpec(tree, 'a')).resolves.toMatchObject({
      spec: { restart: 'temporary', shutdown: 7 },
    });
  });

  it('a service runs what it is described as from its next life on; the one before ends by its own stop', async () => {
    const { tree, crash, clock, services } = await plantThree();
    const newer = faultyService();
    await reconfigure(tree, '', {
      children: [child('a', newer.service), child('b', ok()), child('c', ok())],
    });
    await expect(ask(tree, 'a', 'x')).resolves.toBe('x from 1');
    expect(newer.calls).toEqual([]);
    await crash('a');
    await clock.settle();
    expect(services.a.calls.at(-1)).toBe('stop 1 restart');
    await expect(ask(tree, 'a', 'y')).resolves.toBe('y from 2');
    expect(newer.calls).toEqual(['start 2', 'handle y (attempt 1)']);
  });

  it('the same for XState logic, with its new input', async () => {
    const counter = (from: string) =>
      fromTransition(
        (context: string, { to }: { type: 'GO'; to: string }) => {
          if (to === 'crash') throw bug();
          return `${context} ${to}`;
        },
        ({ input }: { input: string }) => `${from} ${input}`,
      );
    const { tree, clock } = plant({
      policy: otp,
      children: [child('counter', counter('old'), { input: 'one' })],
    });
    await clock.settle();
    await reconfigure(tree, '', { children: [child('counter', counter('new'), { input: 'two' })] });
    tell(tree, 'counter', { type: 'GO', to: 'on' });
    await clock.settle();
    expect(workerAt(tree, 'counter')?.getSnapshot().context).toBe('old one on');
    tell(tree, 'counter', { type: 'GO', to: 'crash' });
    await clock.settle();
    expect(workerAt(tree, 'counter')?.getSnapshot().context).toBe('new two');
  });

  it('a new child is known and not started, until somebody does', async () => {
    const { tree, children } = await plantThree();
    await reconfigure(tree, '', { children: [child('first', ok()), ...children] });
    expect((await whichChildren(tree, '')).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'c running',
      'b running',
      'a running',
      'first none',
    ]);
    await expect(restartChild(tree, anyPath('first'))).resolves.toEqual({ ok: true });
    await expect(ask(tree, anyPath('first'), 'x')).resolves.toBe('x from 1');
  });

  it('a child that is named no longer is kept, and kept running, behind the others', async () => {
    const { tree, services, crash, lives, probe } = await plantThree();
    await reconfigure(tree, '', {
      children: [child('c', services.c.service), child('a', services.a.service)],
    });
    await crash('b');
    expect(await lives()).toEqual({ a: 1, b: 2, c: 1 });
    await expect(getChildSpec(tree, 'b')).resolves.toMatchObject({
      spec: { runs: services.b.service },
    });
    await stop(tree);
    expect(probe.story('child.stopped')).toEqual([
      'child.stopped b',
      'child.stopped a',
      'child.stopped c',
    ]);
  });

  it('a nested supervisor is what it was described as last, also after a restart by its parent', async () => {
    const leaf = faultyService();
    const inner = fromSupervisor({ policy: otp, children: [child('leaf', leaf.service)] });
    const { tree, clock } = plant({ policy: otp, children: [child('inner', inner)] });
    await clock.settle();
    await reconfigure(tree, 'inner', {
      strategy: 'one_for_all',
      intensity: { maxRestarts: 0, withinMs: 1_000 },
      children: [child('leaf', leaf.service), child('second', ok())],
    });
    leaf.thenHandle(bug());
    outcome(ask(tree, 'inner/leaf', 'x'));
    await clock.settle();
    expect((await whichChildren(tree, 'inner')).map(({ id, status }) => `${id} ${status}`)).toEqual(
      ['second running', 'leaf running'],
    );
  });

  it('one that was deleted may come back as another kind', async () => {
    const { tree, services } = await plantThree();
    await terminateChild(tree, 'a');
    await deleteChild(tree, 'a');
    const children = [
      child('a', fromSupervisor({ children: [] })),
      child('b', services.b.service),
      child('c', services.c.service),
    ];
    await expect(reconfigure(tree, '', { children })).resolves.toEqual({ ok: true });
    await startChild(tree, '', child('d', ok()));
    const another = [...children, child('d', fromSupervisor({ children: [] }))];
    await expect(reconfigure(tree, '', { children: another })).resolves.toMatchObject({
      reason: 'invalid',
      error: { option: 'reconfigure.children: "d"' },
    });
  });

  it.each([
    [{ children: [], strategy: 'all' }, 'reconfigure.strategy'],
    [{ children: 'a' }, 'reconfigure.children'],
    [
      { children: [], intensity: { maxRestarts: -1, withinMs: 1 } },
      'reconfigure.intensity.maxRestarts',
    ],
    [{ children: [], policy: policy() }, 'reconfigure.policy'],
    [{ children: [], maxChildren: 3 }, 'reconfigure.maxChildren'],
    [{ children: [child('x', ok()), child('x', ok())] }, 'reconfigure.children[1].id'],
    [{ children: [child('a', fromSupervisor({ children: [] }))] }, 'reconfigure.children: "a"'],
    [null, 'reconfigure'],
    [{ child: ok() }, 'reconfigure.child'],
  ])('settings that are invalid touch nothing: %#', async (settings, option) => {
    const { tree, probe, crash, lives } = await plantThree();
    probe.clear();
    await expect(reconfigure(tree, '', settings as never)).resolves.toMatchObject({
      ok: false,
      reason: 'invalid',
      error: { option },
    });
    expect(probe.events).toEqual([]);
    await crash('b');
    expect(await lives()).toEqual({ a: 1, b: 2, c: 1 });
  });

  it('gives a dynamic supervisor another template: its instances follow it from their next life on', async () => {
    const [older, newer] = [faultyService(), faultyService()];
    const rooms = fromDynamicSupervisor({ child: older.service, policy: otp });
    const { tree, clock } = plant({ children: [child('rooms', rooms)] });
    await startChild(tree, 'rooms', { id: 'a' });
    await startChild(tree, 'rooms', { id: 'own', shutdown: 77 });
    const settings = { child: newer.service, maxChildren: 3, restart: 'transient' } as const;
    await expect(reconfigure(tree, 'rooms', settings)).resolves.toEqual({ ok: true });
    expect(newer.calls).toEqual([]);
    await startChild(tree, 'rooms', { id: 'b' });
    for (const [id, shutdown] of [
      ['a', 5_000],
      ['own', 77],
      ['b', 5_000],
    ] as const)
      await expect(getChildSpec(tree, `rooms/${id}`)).resolves.toMatchObject({
        spec: { restart: 'transient', shutdown, runs: newer.service },
      });
    older.thenHandle(bug());
    outcome(ask(tree, 'rooms/a', 'x'));
    await clock.settle();
    expect(older.calls.at(-1)).toBe('stop 1 restart');
    expect(newer.calls).toEqual(['start 1', 'start 2']);
    await expect(startChild(tree, 'rooms', {})).resolves.toMatchObject({ reason: 'max_children' });
    await expect(
      reconfigure(tree, 'rooms', { child: newer.service, strategy: 'one_for_one' } as never),
    ).resolves.toMatchObject({ reason: 'invalid', error: { option: 'reconfigure.strategy' } });
    await expect(
      reconfigure(tree, 'rooms', { child: fromSupervisor({ children: [] }) } as never),
    ).resolves.toMatchObject({ reason: 'invalid', error: { option: 'reconfigure.child' } });
  });

  it('settings of the other sort of supervisor are refused with the word that is due', async () => {
    const rooms = fromDynamicSupervisor({ child: ok() });
    const inner = fromSupervisor({ children: [] });
    const { tree } = plant({ children: [child('rooms', rooms), child('inner', inner)] });
    const messageOf = async (path: string, settings: object) => {
      const result = await reconfigure(tree, anyPath(path), settings as never);
      return result.ok || result.reason !== 'invalid' ? '' : result.error.message;
    };
    await expect(messageOf('rooms', { children: [] })).resolves.toContain(
      'reconfigure.children must be absent (rooms is a dynamic supervisor: give `child`)',
    );
    await expect(messageOf('inner', { child: ok() })).resolves.toContain(
      'reconfigure.child must be absent (inner is not a dynamic supervisor: give `children`)',
    );
    await expect(messageOf('', { child: ok() })).resolves.toContain('(the root is not a dynamic');
    for (const [path, settings] of [
      ['rooms', { child: ok(), colour: 'red' }],
      ['inner', { children: [], colour: 'red' }],
    ] as const)
      await expect(messageOf(path, settings)).resolves.toMatch(/known are (?!.*policy)/);
  });

  it('what an instance was given of its own counts for more than another template', async () => {
    const named = (name: string) =>
      service({
        start: ({ input }: { input: string }) => `${name} ${input}`,
        handle: (request: 'who' | 'crash', { resource }) => {
          if (request === 'crash') throw bug();
          return resource;
        },
      });
    const rooms = fromDynamicSupervisor({ child: named('old'), input: 'as all', policy: otp });
    const { tree, clock } = plant({ children: [child('rooms', rooms)] });
    for (const id of ['all', 'own'] as const)
      await startChild(tree, 'rooms', id === 'own' ? { id, input: 'as I am' } : { id });
    await reconfigure(tree, 'rooms', { child: named('new'), input: 'as others' });
    for (const id of ['all', 'own']) {
      outcome(ask(tree, `rooms/${id}`, 'crash'));
      await clock.settle();
      await clock.advance(6_000);
    }
    await expect(ask(tree, 'rooms/all', 'who')).resolves.toBe('new as others');
    await expect(ask(tree, 'rooms/own', 'who')).resolves.toBe('new as I am');
  });

  it('is refused by one that has ended, and rejects where there is none', async () => {
    const { tree, children } = await plantThree();
    await expect(reconfigure(tree, anyPath('a'), { children })).rejects.toMatchObject({
      code: 'UNKNOWN_CHILD',
    });
    await stop(tree);
    await expect(reconfigure(tree, '', { children })).resolves.toEqual({
      ok: false,
      reason: 'stopped',
    });
  });
});
