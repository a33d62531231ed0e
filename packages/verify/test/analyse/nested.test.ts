import { child, fromSupervisor, otp, policy, service } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import type { Intensity } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { analyse } from '../../src/index.ts';
import { mostInSpan } from './adversary.ts';
import { Lab } from './lab.ts';
import { worker } from './policies.ts';
import { rootSpec } from './specs.ts';

const HOUR_MS = 3_600_000;

/** A service that loses its worker when it is told to, and notes its starts. */
function crasher(now: () => number) {
  const starts: number[] = [];
  let crash = () => {};
  return {
    starts,
    crash: () => crash(),
    service: service({
      start: ({ exit }) => {
        starts.push(now());
        crash = () => exit();
      },
      handle: (_request: string) => 'ok',
    }),
  };
}

/** The inner supervisor gives up as often as the outer one bears it, and in between it is kept as busy as it bears. */
async function keepBusy(inner: Intensity, outer: Intensity) {
  const clock = createTestClock();
  const crashing = crasher(() => clock.now());
  const below = fromSupervisor({
    policy: otp,
    intensity: inner,
    children: [child('worker', crashing.service)],
  });
  const tree = fromSupervisor({
    policy: otp,
    intensity: outer,
    children: [child('below', below)],
  });
  const actor = createActor(tree, { clock }).start();
  await clock.settle();
  const crash = async (times: number) => {
    for (let time = 0; time < times; time++) {
      crashing.crash();
      await clock.settle();
    }
  };
  for (let nextAt = outer.withinMs + 1; clock.now() < HOUR_MS; nextAt += outer.withinMs + 1) {
    await crash(outer.maxRestarts * (inner.maxRestarts + 1));
    for (; clock.now() + inner.withinMs + 1 < nextAt; await clock.advance(inner.withinMs + 1))
      await crash(inner.maxRestarts);
    await clock.advance(nextAt - clock.now());
  }
  expect(actor.getSnapshot().status).toBe('active');
  actor.stop();
  return { tree, busiest: mostInSpan(crashing.starts.slice(1), HOUR_MS) };
}

describe('restarts per hour, under two supervisors', () => {
  it.each([
    [
      { maxRestarts: 2, withinMs: 5_000 },
      { maxRestarts: 3, withinMs: 60_000 },
    ],
    [
      { maxRestarts: 1, withinMs: 20_000 },
      { maxRestarts: 5, withinMs: 600_000 },
    ],
    [
      { maxRestarts: 4, withinMs: 600_000 },
      { maxRestarts: 1, withinMs: 300_000 },
    ],
  ])(
    '%j under %j: a real tree has nearly as many as it says, and never more',
    async (...limits) => {
      const { tree, busiest } = await keepBusy(...limits);
      const [leaf] = analyse(tree).supervisors[1]?.children ?? [];
      const { atMost = 0 } = leaf?.restartsPerHour ?? {};
      expect(busiest).toBeLessThanOrEqual(atMost);
      expect(busiest).toBeGreaterThan(atMost * 0.7);
    },
  );
});

describe('restarts per hour, of one that pauses with its dependency', () => {
  it('is started again each time the dependency is back: no more often than it says', () => {
    const tree = fromSupervisor({
      policy: policy({ TRANSIENT: ['fallback', 'fail'], pattern: { minFailureRate: 1 } }),
      children: [
        child('db', worker),
        child('web', worker, { dependsOn: ['db'], whenDependencyDown: 'pause' }),
      ],
    });
    const lab = new Lab(rootSpec(tree), { keepsEvents: true });
    while (lab.now < HOUR_MS && lab.untilUp('db')) {
      // Long enough to be proven healthy: else each wait would be twice the last.
      lab.advanceTo(lab.now + 10_000);
      lab.fault('db', 'TRANSIENT', { operations: { settled: 100, failed: 1 } });
    }
    const [, web] = analyse(tree).supervisors[0]?.children ?? [];
    const own = analyse(fromSupervisor({ children: [child('web', worker)] })).restartsPerHour
      .atMost;
    const atMost = web?.restartsPerHour.atMost ?? 0;
    const starts = lab.events.filter(
      ({ type, path }) => type === 'child.started' && path === 'web',
    );
    const again = mostInSpan(
      starts.slice(1).map(({ at }) => at),
      HOUR_MS,
    );
    expect(again).toBe(90);
    expect(atMost - own).toBe(120);
    expect(web?.restartsPerHour.isReached).toBe(false);
  });
});
