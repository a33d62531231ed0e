import {
  ask as askService,
  child,
  events$,
  fromSupervisor,
  otp,
  service,
  startChild,
  type SupervisionEvent,
  type Tree,
} from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { look, order } from './open.ts';
import { open, plantShop } from './shop.ts';

function hear(tree: Tree<unknown>): SupervisionEvent[] {
  const events: SupervisionEvent[] = [];
  events$(tree).subscribe((event) => events.push(event));
  return events;
}

async function plantOpen() {
  const shop = plantShop();
  const { url, token } = await open(shop.tree, { allowActions: true });
  const events = hear(shop.tree);
  const act = (body: object) => order(url, token, { by: 'ann', ...body });
  return { ...shop, url, events, act };
}

/** The events of one place, by type. */
function storyOf(events: readonly SupervisionEvent[], path: string): readonly string[] {
  return events.filter((event) => event.path === path).map(({ type }) => type);
}

describe('POST /acts', () => {
  it('is told by the frame, when it is allowed', async () => {
    const { url } = await plantOpen();
    const frame = await (await look(url)).first;
    expect(frame.acts).toEqual(['restart', 'stop', 'recover', 'injectFault']);
  });

  it('restarts a service that runs, and tells first who wanted it', async () => {
    const { events, act } = await plantOpen();
    expect(await act({ act: 'restart', path: 'billing/payments' })).toMatchObject({
      status: 200,
      json: { ok: true },
    });
    expect(events[0]).toMatchObject({
      type: 'command.given',
      path: 'billing/payments',
      command: 'restart',
      by: 'ann',
    });
    expect(storyOf(events, 'billing/payments')).toEqual([
      'command.given',
      'child.stopping',
      'child.stopped',
      'child.started',
    ]);
  });

  it('restarts a supervisor with its children', async () => {
    const { events, act } = await plantOpen();
    expect((await act({ act: 'restart', path: 'billing' })).json).toEqual({ ok: true });
    expect(storyOf(events, 'billing/payments')).toEqual([
      'child.stopping',
      'child.stopped',
      'child.started',
    ]);
  });

  it('restarts one that was stopped from the page', async () => {
    const { tree, act } = await plantOpen();
    expect((await act({ act: 'stop', path: 'billing/payments' })).json).toEqual({ ok: true });
    expect((await act({ act: 'restart', path: 'billing/payments' })).json).toEqual({ ok: true });
    expect(await askService(tree, 'billing/payments', { amount: 5 })).toBe(5);
  });

  it('lets a service fail as badly as was chosen, and recovers it', async () => {
    const { events, act } = await plantOpen();
    const path = 'billing/payments';
    expect((await act({ act: 'injectFault', path, severity: 'CRITICAL' })).json).toEqual({
      ok: true,
    });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'child.faulted',
        path,
        severity: 'CRITICAL',
        fault: expect.objectContaining({
          origin: 'worker',
          error: expect.objectContaining({ message: 'a CRITICAL fault, injected by ann' }),
        }),
      }),
    );
    expect((await act({ act: 'injectFault', path, severity: 'TRANSIENT' })).json).toEqual({
      ok: false,
      reason: 'a fault can be injected only into a service that runs',
      state: 'degraded',
    });
    expect((await act({ act: 'recover', path })).json).toEqual({ ok: true });
    expect(storyOf(events, path)).toContain('child.recovered');
  });

  it.each([
    ['TRANSIENT', 'child.restarting'],
    ['RECOVERABLE', 'child.restarting'],
    ['CRITICAL', 'child.degraded'],
  ])('a %s fault is answered by %s', async (severity, answer) => {
    const { events, act } = await plantOpen();
    await act({ act: 'injectFault', path: 'billing/payments', severity });
    expect(storyOf(events, 'billing/payments')).toContain(answer);
  });

  it('refuses, before anything is done, what would not come back', async () => {
    const { tree, events, act } = await plantOpen();
    await startChild(tree, 'rooms', { id: 'lobby' });
    events.length = 0;
    for (const path of ['once', 'rooms/lobby'])
      expect((await act({ act: 'restart', path })).json).toEqual({
        ok: false,
        reason: expect.stringContaining('is gone: start another'),
        state: 'running',
      });
    expect((await act({ act: 'stop', path: '' })).json).toEqual({
      ok: false,
      reason: 'the root is started and stopped by your program alone, as by stop(tree)',
    });
    expect(events).toEqual([]);
  });

  it('says in words what the tree has refused', async () => {
    const { act } = await plantOpen();
    await act({ act: 'stop', path: 'billing/payments' });
    expect((await act({ act: 'recover', path: 'billing/payments' })).json).toEqual({
      ok: false,
      reason: 'it is stopped, and there is nothing to bring back: start it',
      state: 'stopped',
    });
    expect((await act({ act: 'injectFault', path: 'billing', severity: 'CRITICAL' })).json).toEqual(
      {
        ok: false,
        reason: 'it is a supervisor: a fault can be injected into a service only',
        state: 'running',
      },
    );
  });

  it('does not say what is redacted, also not in the error that a start has thrown', async () => {
    let starts = 0;
    const db = service({
      start: () => {
        starts += 1;
        if (starts > 1) throw new Error('connect refused: password=hunter2, 3 tries');
      },
      handle: (text: string) => text,
    });
    const tree = createActor(fromSupervisor({ policy: otp, children: [child('db', db)] })).start();
    const { url, token } = await open(tree, { allowActions: true, redact: ['password'] });
    const { json } = await order(url, token, { act: 'restart', path: 'db', by: 'ann' });
    expect(json).toMatchObject({
      ok: false,
      reason: expect.stringContaining('password=[redacted], 3 tries'),
    });
  });
});
