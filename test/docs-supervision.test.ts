import {
  ask,
  child,
  countChildren,
  describeEvent,
  events$,
  fromDynamicSupervisor,
  fromSupervisor,
  service,
  startChild,
  terminateChild,
  whichChildren,
} from '@kintsugi/actors';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

const store = service({
  start: () => new Map<string, string>(),
  handle: ([key, value]: readonly [string, string], { resource }) => resource.set(key, value).size,
});

const room = service({
  start: ({ input }: { input: { topic: string } }) => input.topic,
  handle: (who: string, { resource: topic }) => `${who} talks about ${topic}`,
});

const rooms = fromDynamicSupervisor({ child: room, restart: 'transient', maxChildren: 1_000 });

const app = fromSupervisor({
  children: [
    child('store', store),
    child('rooms', rooms, { dependsOn: ['store'], whenDependencyDown: 'pause' }),
  ],
});

it('adds, asks and removes an instance', async () => {
  const tree = createActor(app).start();
  const told: string[] = [];
  events$(tree).subscribe((event) => told.push(describeEvent(event)));

  const lobby = await startChild(tree, 'rooms', { id: 'lobby', input: { topic: 'tea' } });
  expect(lobby).toMatchObject({ ok: true, path: 'rooms/lobby' });
  expect(await ask(tree, 'rooms/lobby', 'Ada')).toBe('Ada talks about tea');
  expect(await countChildren(tree, 'rooms')).toEqual({
    specs: 1,
    active: 1,
    supervisors: 0,
    workers: 1,
  });

  // A restart loses the rooms, as a restart of an Erlang supervisor would: pause, and they are gone.
  expect(await terminateChild(tree, 'store')).toEqual({ ok: true });
  expect(told).toContain('rooms depends on store, which is down (stopped)');
  const stopped = await whichChildren(tree, '');
  expect(stopped.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'rooms restarting',
    'store stopped',
  ]);
});
