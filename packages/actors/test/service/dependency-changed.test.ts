import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { child, restartChild, service, terminateChild, workerAt } from '../../src/index.ts';
import { faultyService, probeEvents } from '../../src/testing/index.ts';
import { plant } from '../plant.ts';

it('rule 47: what depends on a sibling is told that it has gone down, and that it is back', async () => {
  const told: unknown[] = [];
  const machine = createMachine({
    initial: 'connected',
    states: {
      connected: { on: { 'dependency.down': 'alone' } },
      alone: { on: { 'dependency.up': 'connected' } },
    },
  });
  const cache = service({
    handle: () => 'hit',
    dependencyChanged: (change) => told.push(change),
  });
  const sulking = service({
    handle: () => 'no',
    dependencyChanged: () => {
      throw new Error('I will not hear of it');
    },
  });
  const { tree, clock } = plant({
    children: [
      child('db', faultyService().service),
      child('cache', cache, { dependsOn: ['db'] }),
      child('cart', machine, { dependsOn: ['db'] }),
      child('sulking', sulking, { dependsOn: ['db'] }),
    ],
  });
  const probe = probeEvents(tree);
  await clock.settle();
  await terminateChild(tree, 'db');
  expect(told).toEqual([{ dependency: 'db', isUp: false }]);
  expect(workerAt(tree, 'cart')?.getSnapshot().value).toBe('alone');
  expect(probe.of('hook.failed')).toMatchObject([{ path: 'sulking', hook: 'dependencyChanged' }]);
  await restartChild(tree, 'db');
  expect(told).toEqual([
    { dependency: 'db', isUp: false },
    { dependency: 'db', isUp: true },
  ]);
  expect(workerAt(tree, 'cart')?.getSnapshot().value).toBe('connected');
});
