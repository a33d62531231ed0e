import type { Subject, World } from '../peers/subject.ts';
import { Probe } from '../probe.ts';
import { turn, turnsUntil } from '../turn.ts';
import { coldAndWarm } from '../warm.ts';
import type { Measured, Scenario } from './scenario.ts';

async function crashAll(world: World, probe: Probe, size: number): Promise<void> {
  const before = probe.started;
  for (let at = 0; at < size; at++) world.crash(at);
  await turnsUntil('a restart', () => probe.started - before >= size);
}

async function measure(subject: Subject, size: number): Promise<Measured> {
  const probe = new Probe();
  const world = await subject.setup(probe);
  await world.spawn(size);
  await turnsUntil('a start', () => probe.started >= size);
  await crashAll(world, probe, size);
  await turn();
  const costs = await coldAndWarm(size, () => crashAll(world, probe, size));
  await world.teardown();
  return { ...costs };
}

export const burstScenario: Scenario = {
  name: 'burst',
  note: 'all of so many children crash at once, until all run again',
  size: 1_000,
  measure,
};
