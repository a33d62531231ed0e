import { cpuSince, cpuUs } from './cpu.ts';
import { functions, machine, startRaw, startTree } from './subjects.ts';

type Start = (size: number) => object;

const startFunctions: Start = (size) => startTree(size, functions);
const startMachines: Start = (size) => startTree(size, machine);

/** Five thousands that live side by side: what is let go of at once is never paid for by the collector. */
export function spawnUs(start: Start): Promise<number> {
  return cpuUs(5_000, () => Array.from({ length: 5 }, () => start(1_000)));
}

async function heapUsed(): Promise<number> {
  for (let turn = 0; turn < 2; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

/** What one of so many costs that are started together. */
async function each(size: number, start: Start) {
  const heapBefore = await heapUsed();
  const cpuBefore = process.cpuUsage();
  const held = [start(size)];
  const us = cpuSince(cpuBefore) / size;
  const bytes = ((await heapUsed()) - heapBefore) / size;
  held.length = 0;
  return { us, bytes };
}

/** Everything about starting, once. */
export async function startingRound() {
  return {
    rawUs: await spawnUs(startRaw),
    functionsUs: await spawnUs(startFunctions),
    machineUs: await spawnUs(startMachines),
    rawBytes: (await each(1_000, startRaw)).bytes,
    functionsBytes: (await each(1_000, startFunctions)).bytes,
    machineBytes: (await each(1_000, startMachines)).bytes,
    hundredThousand: await each(100_000, startFunctions),
  };
}

/** What 10,000 services cost that have nothing to do: part of a CPU, and timers. */
export async function measureIdle() {
  const tree = startTree(10_000, functions);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const cpu = cpuSince(before) / 1e6;
  tree.stop();
  return { cpu, timers };
}

export type Starting = Awaited<ReturnType<typeof startingRound>>;
export type Idle = Awaited<ReturnType<typeof measureIdle>>;
