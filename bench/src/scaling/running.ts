import { ask, tell } from '@kintsugi/actors';
import { cpuUs } from '../cpu.ts';
import type { Measured } from '../scenarios/scenario.ts';
import { spawnUs } from './starting.ts';
import { type BenchTree, functions, lives, machine, startRaw, startTree } from './trees.ts';

const CRASHING = 1_000;

/** All of a tree's children crash, each twice. */
async function crashUs(tree: BenchTree, event: unknown): Promise<number> {
  const before = lives.begun;
  const us = await cpuUs(2 * CRASHING, () => {
    for (let at = 0; at < 2 * CRASHING; at++) tell(tree, `child-${at % CRASHING}`, event);
  });
  if (lives.begun - before !== 4 * CRASHING)
    throw new Error('a crashed service was not started again');
  return us;
}

function throwUs(): Promise<number> {
  const times = 5_000;
  return cpuUs(times, () => {
    for (let left = times; left > 0; left--)
      try {
        throw new Error('crash');
      } catch {
        // Its price is what we are after.
      }
  });
}

/**
 * Trees that live as long as the process, as they would in a program: V8 throws optimised code away
 * when the objects that it was made for are gone.
 */
function startSubjects() {
  const [rawAnswering] = startRaw(1).values();
  if (rawAnswering === undefined) throw new Error('the reference has not started');
  return {
    crashing: startTree(CRASHING, functions),
    crashingMachines: startTree(CRASHING, machine),
    answering: startTree(1, functions),
    rawAnswering,
  };
}

const ASKS = 20_000;
const TELLS = 200_000;

async function once(subjects: ReturnType<typeof startSubjects>): Promise<Measured> {
  const { answering, rawAnswering } = subjects;
  return {
    rawSpawnUs: await spawnUs(startRaw),
    throwUs: await throwUs(),
    crashUs: await crashUs(subjects.crashing, 'crash'),
    rethrowUs: await crashUs(subjects.crashing, 'rethrow'),
    machineCrashUs: await crashUs(subjects.crashingMachines, { type: 'CRASH' }),
    machineRethrowUs: await crashUs(subjects.crashingMachines, { type: 'RETHROW' }),
    rawAskUs: await cpuUs(ASKS, async () => {
      for (let left = ASKS; left > 0; left--)
        await new Promise((reply) => rawAnswering.send({ type: 'GET', reply }));
    }),
    askUs: await cpuUs(ASKS, async () => {
      for (let left = ASKS; left > 0; left--) await ask(answering, 'child-0', 'get');
    }),
    tellUs: await cpuUs(TELLS, () => {
      for (let left = TELLS; left > 0; left--) tell(answering, 'child-0', 'get');
    }),
  };
}

/** Everything about running. The first time is slower than all others, and does not count. */
export async function measureRunning(): Promise<Measured> {
  const subjects = startSubjects();
  await once(subjects);
  return once(subjects);
}
