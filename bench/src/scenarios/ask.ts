import type { Subject, World } from '../peers/subject.ts';
import { Probe } from '../probe.ts';
import { turnsUntil } from '../turn.ts';
import { coldAndWarm } from '../warm.ts';
import type { Measured, Scenario } from './scenario.ts';

async function askAll(world: World, times: number): Promise<void> {
  for (let left = times; left > 0; left--) await world.ask(0);
}

async function measure(subject: Subject, size: number): Promise<Measured> {
  const probe = new Probe();
  const world = await subject.setup(probe);
  await world.spawn(1);
  await turnsUntil('the start', () => probe.started >= 1);
  await askAll(world, Math.ceil(size / 10));
  const costs = await coldAndWarm(size, () => askAll(world, size));
  await world.teardown();
  return { ...costs };
}

export const askScenario: Scenario = {
  name: 'ask',
  note: 'so many questions to one child, each when the one before is answered',
  size: 20_000,
  measure,
};
