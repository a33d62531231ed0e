import { child, fromSupervisor } from '@kintsugi/actors';
import { createGate, createTestClock, faultyService } from '@kintsugi/actors/testing';
import { expectTree } from '@kintsugi/actors/vitest';
import { expect, it } from 'vitest';
import { createActor } from 'xstate';

it('what a late start has opened is let go of', async () => {
  const clock = createTestClock();
  const gate = createGate();
  const slow = faultyService({ start: [gate], startWithinMs: 1_000 });
  const tree = createActor(fromSupervisor({ children: [child('slow', slow.service)] }), { clock });
  tree.start();

  await clock.advance(1_000); // too long: it is called off, and waited for
  expectTree(tree).toBe('root starting; slow restarting');
  await clock.advance(5_000); // no longer: its `shutdown` is over
  gate.open(); // now it starts after all
  await clock.settle();

  expectTree(tree).toBe('slow running');
  expect(slow.calls).toEqual(['start 1', 'start 2', 'stop 1 late']);
});
