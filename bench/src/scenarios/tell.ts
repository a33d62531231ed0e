import type { Subject, World } from '../peers/subject.ts';
import { Probe } from '../probe.ts';
import { turnsUntil } from '../turn.ts';
import { coldAndWarm } from '../warm.ts';
import type { Measured, Scenario } from './scenario.ts';

/** More answers than this, and what was told has been lost. */
const MOST_ASKS = 10_000;

/** Tells so often, and asks until all of it has been counted. */
async function tellAll(world: World, times: number): Promise<void> {
  const before = Number(await world.ask(0));
  for (let left = times; left > 0; left--) world.tell(0);
  for (let asks = 0; asks < MOST_ASKS; asks++)
    if (Number(await world.ask(0)) - before >= times) return;
  throw new Error('some of what was told was never counted');
}

async function measure(subject: Subject, size: number): Promise<Measured> {
  const probe = new Probe();
  const world = await subject.setup(probe);
  await world.spawn(1);
  await turnsUntil('the start', () => probe.started >= 1);
  await tellAll(world, Math.ceil(size / 10));
  const costs = await coldAndWarm(size, () => tellAll(world, size));
  await world.teardown();
  return { ...costs };
}

export const tellScenario: Scenario = {
  name: 'tell',
  note: 'so many messages to one child, until it has counted them',
  size: 200_000,
  measure,
};
