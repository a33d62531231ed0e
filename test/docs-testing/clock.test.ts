import { ask, child, fromSupervisor, NetworkTimeoutError } from '@kintsugi/actors';
import { createTestClock, faultyService, probeEvents } from '@kintsugi/actors/testing';
import { expectTree } from '@kintsugi/actors/vitest';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

it('is retried at once, then after a second', async () => {
  const clock = createTestClock();
  const timeout = new NetworkTimeoutError('no answer');
  const flaky = faultyService({ handle: [timeout, timeout, 'ok'] });
  const tree = createActor(fromSupervisor({ children: [child('flaky', flaky.service)] }), {
    clock,
  });
  const probe = probeEvents(tree);
  tree.start();

  const reply = ask(tree, 'flaky', 'hello');
  await clock.settle();
  expectTree(tree).toBe('flaky retrying');
  await clock.advance(1_000);

  expect(await reply).toBe('hello from 1');
  expect(tree).toBeHealthy();
  expect(probe).toHaveEvents(['child.retrying flaky', 'child.recovered flaky']);
  expect(probe.of('child.retrying').map(({ delayMs }) => delayMs)).toEqual([0, 1_000]);
});
