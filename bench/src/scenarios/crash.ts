import type { Subject, World } from '../peers/subject.ts';
import { Probe } from '../probe.ts';
import { turn, turnsUntil } from '../turn.ts';
import { coldAndWarm } from '../warm.ts';
import type { Measured, Scenario } from './scenario.ts';

const CHILDREN = 100;

/** Crashes one child after the other, each when the one before runs again; how long each took, in us. */
async function crashInTurn(world: World, probe: Probe, times: number): Promise<readonly number[]> {
  const latencies: number[] = [];
  for (let at = 0; at < times; at++) {
    await new Promise<void>((resolve) => {
      probe.onStarted = () => {
        latencies.push((performance.now() - probe.thrownAtMs) * 1_000);
        resolve();
      };
      world.crash(at % CHILDREN);
    });
    // What a subject leaves to the event loop must get its turns, but not one for every crash.
    if (at % 16 === 0) await turn();
  }
  probe.onStarted = undefined;
  return latencies;
}

async function measure(subject: Subject, size: number): Promise<Measured> {
  const probe = new Probe();
  const world = await subject.setup(probe);
  await world.spawn(CHILDREN);
  await turnsUntil('a start', () => probe.started >= CHILDREN);
  await crashInTurn(world, probe, Math.min(200, size >> 2));
  let latencies: readonly number[] = [];
  const costs = await coldAndWarm(size, async () => {
    latencies = await crashInTurn(world, probe, size);
  });
  await world.teardown();
  const sorted = latencies.toSorted((a, b) => a - b);
  const quantile = (part: number) => sorted[Math.floor(part * sorted.length)] ?? Number.NaN;
  return { ...costs, latencyP50Us: quantile(0.5), latencyP99Us: quantile(0.99) };
}

export const crashScenario: Scenario = {
  name: 'crash',
  note: 'one of 100 children crashes, the next when that one runs again',
  size: 2_000,
  measure,
};
