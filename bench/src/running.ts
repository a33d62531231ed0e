import { ask, restartChild, tell, terminateChild } from '@kintsugi/actors';
import { cpuSince, cpuUs } from './cpu.ts';
import { spawnUs } from './starting.ts';
import { type BenchTree, functions, lives, machine, startRaw, startTree } from './subjects.ts';

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

const STOPPING = 1_000;

/**
 * Stops this many children spread over these trees, one after the other, and starts them again. There
 * are as many services either way: only how many are siblings differs.
 */
async function stopUs(trees: readonly BenchTree[], size: number): Promise<number> {
  const perTree = STOPPING / trees.length;
  const paths = Array.from({ length: perTree }, (_, at) => `child-${(at * size) / perTree}`);
  const before = process.cpuUsage();
  for (const tree of trees) for (const path of paths) await terminateChild(tree, path);
  const us = cpuSince(before) / STOPPING;
  for (const tree of trees) for (const path of paths) await restartChild(tree, path);
  return us;
}

/**
 * Trees that live as long as the run, as they would in a program: V8 throws optimised code away when
 * the objects that it was made for are gone.
 */
export function createSubjects() {
  const [rawAnswering] = startRaw(1).values();
  if (rawAnswering === undefined) throw new Error('the reference has not started');
  return {
    crashing: startTree(CRASHING, functions),
    crashingMachines: startTree(CRASHING, machine),
    answering: startTree(1, functions),
    rawAnswering,
    hundreds: Array.from({ length: 100 }, () => startTree(100, functions)),
    tenThousand: startTree(10_000, functions),
  };
}

const ASKS = 20_000;
const TELLS = 200_000;

/** Everything about running, once. */
export async function runningRound(subjects: Subjects) {
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
    stopOfHundredUs: await stopUs(subjects.hundreds, 100),
    stopOfTenThousandUs: await stopUs([subjects.tenThousand], 10_000),
  };
}

type Subjects = ReturnType<typeof createSubjects>;
export type Running = Awaited<ReturnType<typeof runningRound>>;
