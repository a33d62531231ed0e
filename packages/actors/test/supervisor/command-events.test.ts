import { describe, expect, it } from 'vitest';
import { assign, createActor, setup } from 'xstate';
import {
  ask,
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  refAt,
  service,
  StateCorruptionError,
  stop,
  terminateChild,
  whichChildren,
} from '../../src/index.ts';
import { createTestClock, faultyService } from '../../src/testing/index.ts';
import { anyPath, plant } from '../plant.ts';

const ok = () => faultyService().service;

/** Children of the root, in start order, as `id state`. */
async function children(tree: Parameters<typeof whichChildren>[0]): Promise<readonly string[]> {
  const list = await whichChildren(tree, '');
  return list.map(({ id, state }) => `${id} ${state}`).toReversed();
}

describe('an order that comes as an event', () => {
  it('startChild adds a child and starts it', async () => {
    const { tree, clock } = plant({ children: [child('a', ok())] });
    tree.send({ type: 'supervisor.startChild', child: child('b', ok()) });
    await clock.settle();
    expect(await children(tree)).toEqual(['a running', 'b running']);
    await expect(ask(tree, anyPath('b'), 'x')).resolves.toBe('x from 1');
  });

  it('startChild to a dynamic supervisor starts an instance', async () => {
    const rooms = fromDynamicSupervisor({ child: ok() });
    const { tree, clock } = plant({ children: [child('rooms', rooms)] });
    refAt(tree, 'rooms').send({ type: 'supervisor.startChild', child: { id: 'lobby' } });
    await clock.settle();
    await expect(ask(tree, 'rooms/lobby', 'x')).resolves.toBe('x from 1');
  });

  it('terminateChild, restartChild, deleteChild and reconfigure do what the functions do', async () => {
    const [a, b] = [faultyService(), faultyService()];
    const { tree, clock, probe } = plant({
      children: [child('a', a.service), child('b', b.service)],
    });
    tree.send({ type: 'supervisor.terminateChild', id: 'a' });
    await clock.settle();
    expect(a.calls).toEqual(['start 1', 'stop 1 shutdown']);
    tree.send({ type: 'supervisor.restartChild', id: 'a' });
    await clock.settle();
    expect(await children(tree)).toEqual(['a running', 'b running']);
    tree.send({ type: 'supervisor.terminateChild', id: 'b', brutal: true });
    await clock.settle();
    expect(b.calls).toEqual(['start 1']);
    tree.send({ type: 'supervisor.deleteChild', id: 'b' });
    await clock.settle();
    expect(await children(tree)).toEqual(['a running']);
    const settings = { children: [child('c', ok()), child('a', a.service)] };
    tree.send({ type: 'supervisor.reconfigure', settings });
    await clock.settle();
    expect(await children(tree)).toEqual(['c stopped', 'a running']);
    expect(probe.story('command.refused')).toEqual([]);
  });

  it.each([
    [
      { type: 'supervisor.startChild', child: child('a', ok()) },
      '',
      'startChild',
      'already_started',
    ],
    [{ type: 'supervisor.terminateChild', id: 'x' }, 'x', 'terminateChild', 'not_found'],
    [{ type: 'supervisor.restartChild', id: 'a' }, 'a', 'restartChild', 'running'],
    [{ type: 'supervisor.deleteChild', id: 'a' }, 'a', 'deleteChild', 'running'],
  ] as const)('what cannot be obeyed is told: %#', async (event, path, command, reason) => {
    const { tree, clock, probe } = plant({ children: [child('a', ok())] });
    await clock.settle();
    tree.send(event);
    await clock.settle();
    expect(probe.of('command.refused')).toEqual([
      { type: 'command.refused', at: 0, path, command, reason },
    ]);
    expect(await children(tree)).toEqual(['a running']);
  });

  it.each([
    [{ type: 'supervisor.startChild' }, 'startChild', 'startChild.child'],
    [{ type: 'supervisor.startChild', child: 'b' }, 'startChild', 'startChild.child'],
    [{ type: 'supervisor.terminateChild', brutall: true }, 'terminateChild', 'brutall'],
    [{ type: 'supervisor.terminateChild', brutal: 1 }, 'terminateChild', 'brutal'],
    [{ type: 'supervisor.stop', withinMs: -1 }, 'stop', 'withinMs'],
    [{ type: 'supervisor.stop', reason: 1 }, 'stop', 'reason'],
    [{ type: 'supervisor.stop', within: 1 }, 'stop', 'within'],
    [{ type: 'supervisor.terminateChild' }, 'terminateChild', 'id'],
    [{ type: 'supervisor.restartChild', id: 5 }, 'restartChild', 'id'],
    [{ type: 'supervisor.reconfigure' }, 'reconfigure', 'reconfigure'],
    [
      { type: 'supervisor.reconfigure', settings: { children: [], strategy: 'all' } },
      'reconfigure',
      'reconfigure.strategy',
    ],
  ])(
    'what is wrong is told, with the option, and disturbs nobody: %#',
    async (event, command, option) => {
      const { tree, clock, probe } = plant({ children: [child('a', ok())] });
      await clock.settle();
      tree.send(event as never);
      await clock.settle();
      expect(probe.of('command.refused')).toMatchObject([
        {
          path: '',
          command,
          reason: 'invalid',
          error: { name: 'InvalidOptionError', message: expect.stringContaining(option) },
        },
      ]);
      expect(await children(tree)).toEqual(['a running']);
    },
  );

  it('a start that fails is told with its error', async () => {
    const broken = faultyService({
      start: Array.from({ length: 9 }, () => new StateCorruptionError('bug')),
    });
    const { tree, clock, probe } = plant({ children: [] });
    tree.send({ type: 'supervisor.startChild', child: child('broken', broken.service) });
    await clock.advance(10_000);
    expect(probe.of('command.refused')).toMatchObject([
      { command: 'startChild', reason: 'failed' },
    ]);
  });

  it('a supervisor that is stopping refuses', async () => {
    const slow = service({ handle: () => 1, stop: () => new Promise(() => undefined) });
    const { tree, clock, probe } = plant({ children: [child('a', slow)] });
    await clock.settle();
    const end = stop(tree);
    tree.send({ type: 'supervisor.startChild', child: child('b', ok()) });
    tree.send({ type: 'supervisor.restartChild', id: 'a' });
    await clock.settle();
    expect(probe.of('command.refused').map(({ reason }) => reason)).toEqual([
      'stopping',
      'stopping',
    ]);
    await clock.advance(5_000);
    await end;
  });

  it('a nested supervisor that is stopped refuses', async () => {
    const inner = fromSupervisor({ children: [child('leaf', ok())] });
    const { tree, clock, probe } = plant({ children: [child('inner', inner)] });
    const ref = refAt(tree, 'inner');
    await terminateChild(tree, 'inner');
    ref.send({ type: 'supervisor.restartChild', id: 'leaf' });
    ref.send({ type: 'supervisor.startChild', child: child('late', ok()) });
    await clock.settle();
    expect(probe.story('command.refused')).toEqual([
      'command.refused inner/leaf',
      'command.refused inner',
    ]);
  });

  it('comes from a machine of the user that holds the tree', async () => {
    const clock = createTestClock();
    const shop = fromSupervisor({ children: [child('a', ok())] });
    const host = createActor(
      setup({
        types: { context: {} as { orders: number } },
        actors: { shop },
      }).createMachine({
        context: { orders: 0 },
        invoke: { id: 'shop', src: 'shop' },
        on: {
          GROW: {
            actions: [
              assign({ orders: ({ context }) => context.orders + 1 }),
              ({ self }) =>
                self.getSnapshot().children.shop?.send({
                  type: 'supervisor.startChild',
                  child: child('b', ok()),
                }),
            ],
          },
        },
      }),
      { clock },
    ).start();
    await clock.settle();
    host.send({ type: 'GROW' });
    await clock.settle();
    const { shop: ref } = host.getSnapshot().children;
    expect(ref && (await children(ref))).toEqual(['a running', 'b running']);
  });
});
