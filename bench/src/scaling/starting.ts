import { cpuSince, cpuUs } from '../cpu.ts';
import { bytesInUse } from '../heap.ts';
import type { Measured } from '../scenarios/scenario.ts';
import { functions, machine, startRaw, startTree, STRATEGIES } from './trees.ts';

type Start = (size: number) => object;

const startFunctions: Start = (size) => startTree(size, functions);
const startMachines: Start = (size) => startTree(size, machine);

/** Five thousands that live side by side: what is let go of at once is never paid for by the collector. */
export function spawnUs(start: Start): Promise<number> {
  return cpuUs(5_000, () => Array.from({ length: 5 }, () => start(1_000)));
}

/** What one of so many costs that are started together. */
async function each(size: number, start: Start) {
  const bytesBefore = await bytesInUse();
  const cpuBefore = process.cpuUsage();
  const held = [start(size)];
  const us = cpuSince(cpuBefore) / size;
  const bytes = ((await bytesInUse()) - bytesBefore) / size;
  held.length = 0;
  return { us, bytes };
}

const MANY = 100_000;

const startInThousands: Start = (size) =>
  Array.from({ length: size / 1_000 }, () => startFunctions(1_000));

/** 100,000 at once: in trees of 1,000, and in one, under each strategy. */
async function manyAtOnce(): Promise<Measured> {
  const measured: Record<string, number> = {
    inThousandsUs: (await each(MANY, startInThousands)).us,
  };
  // Each in both orders: whoever is measured later has more of a heap to live with.
  for (const strategy of [...STRATEGIES, ...STRATEGIES.toReversed()]) {
    const { us, bytes } = await each(MANY, (size) => startTree(size, functions, strategy));
    measured[`${strategy}Us`] = (measured[`${strategy}Us`] ?? 0) + us / 2;
    measured[`${strategy}Bytes`] = bytes;
  }
  return measured;
}

async function thousandsAtOnce(): Promise<Measured> {
  return {
    rawUs: await spawnUs(startRaw),
    functionsUs: await spawnUs(startFunctions),
    machineUs: await spawnUs(startMachines),
  };
}

/** Everything about starting. The first time is slower than all others, and does not count. */
export async function measureStarting(): Promise<Measured> {
  await thousandsAtOnce();
  await each(MANY / 5, startFunctions);
  return {
    ...(await thousandsAtOnce()),
    rawBytes: (await each(1_000, startRaw)).bytes,
    functionsBytes: (await each(1_000, startFunctions)).bytes,
    machineBytes: (await each(1_000, startMachines)).bytes,
    ...(await manyAtOnce()),
  };
}
