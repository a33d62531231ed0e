import { cpuSince } from '../cpu.ts';
import { bytesInUse } from '../heap.ts';
import type { Subject } from '../peers/subject.ts';
import { Probe } from '../probe.ts';
import { pass, turnsUntil } from '../turn.ts';
import type { Measured, Scenario } from './scenario.ts';

async function start(subject: Subject, size: number) {
  const probe = new Probe();
  const world = await subject.setup(probe);
  return async () => {
    await world.spawn(size);
    await turnsUntil('a start', () => probe.started >= size);
    return world;
  };
}

const IDLE_MS = 500;

/** What they cost that have nothing to do: a part of a CPU, and timers. */
async function idleCost(): Promise<Measured> {
  // What the collector does beside is done by then.
  await pass(100);
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = process.cpuUsage();
  await pass(IDLE_MS);
  return { idleTimers: timers, idleCpuPercent: cpuSince(before) / (10 * IDLE_MS) };
}

async function measure(subject: Subject, size: number): Promise<Measured> {
  const warm = await (await start(subject, 200))();
  await warm.teardown();
  const startAll = await start(subject, size);
  const bytesBefore = await bytesInUse();
  const cpuBefore = process.cpuUsage();
  await startAll();
  const cpuUs = cpuSince(cpuBefore) / size;
  const bytes = ((await bytesInUse()) - bytesBefore) / size;
  const idle = await idleCost();
  return { cpuUs, bytes, ...idle };
}

export const spawnScenario: Scenario = {
  name: 'spawn',
  note: 'start of so many children, their memory, and half a second in which they do nothing',
  size: 10_000,
  measure,
};
