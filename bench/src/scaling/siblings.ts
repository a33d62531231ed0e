import { restartChild, tell, terminateChild } from '@kintsugi/actors';
import { cpuSince } from '../cpu.ts';
import { median } from '../median.ts';
import type { Measured } from '../scenarios/scenario.ts';
import { type BenchTree, functions, lives, startTree } from './trees.ts';

const TOUCHED = 1_000;

/**
 * Every child that is stopped or crashed, by tree: spread over the trees and over each tree's children.
 * There are as many services either way, so that only how many are siblings differs.
 */
interface Forest {
  readonly trees: readonly BenchTree[];
  readonly paths: readonly string[];
}

function plant(trees: number, size: number): Forest {
  const perTree = TOUCHED / trees;
  return {
    trees: Array.from({ length: trees }, () => startTree(size, functions)),
    paths: Array.from({ length: perTree }, (_, at) => `child-${(at * size) / perTree}`),
  };
}

/** Stops them one after the other, and starts them again. */
async function stopUs({ trees, paths }: Forest): Promise<number> {
  const before = process.cpuUsage();
  for (const tree of trees) for (const path of paths) await terminateChild(tree, path);
  const us = cpuSince(before) / TOUCHED;
  for (const tree of trees) for (const path of paths) await restartChild(tree, path);
  return us;
}

function crashUs({ trees, paths }: Forest): number {
  const livesBefore = lives.begun;
  const before = process.cpuUsage();
  for (const tree of trees) for (const path of paths) tell(tree, path, 'crash');
  const us = cpuSince(before) / TOUCHED;
  if (lives.begun - livesBefore !== TOUCHED)
    throw new Error('a crashed service was not started again');
  return us;
}

const KINDS = ['stopOfFewUs', 'stopOfManyUs', 'crashOfFewUs', 'crashOfManyUs'] as const;

async function once(few: Forest, many: Forest): Promise<Record<(typeof KINDS)[number], number>> {
  return {
    stopOfFewUs: await stopUs(few),
    stopOfManyUs: await stopUs(many),
    crashOfFewUs: crashUs(few),
    crashOfManyUs: crashUs(many),
  };
}

/** Until V8 has optimised what it will, the first times are slower than all others. */
const TIMES = { uncounted: 4, counted: 5 };

/** What it costs to stop, and to crash, one of so many siblings, beside one of 100. */
export async function measureSiblings(
  size: number,
  { uncounted, counted } = TIMES,
): Promise<Measured> {
  const few = plant(size / 100, 100);
  const many = plant(1, size);
  for (let left = uncounted; left > 0; left--) await once(few, many);
  const times: Awaited<ReturnType<typeof once>>[] = [];
  for (let left = counted; left > 0; left--) times.push(await once(few, many));
  return Object.fromEntries(KINDS.map((kind) => [kind, median(times.map((time) => time[kind]))]));
}
