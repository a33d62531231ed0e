import { type FlightRecorder, recordFlight, tell } from '@kintsugi/actors';
import { cpuSince } from '../cpu.ts';
import { bytesInUse } from '../heap.ts';
import { median } from '../median.ts';
import type { Measured } from '../scenarios/scenario.ts';
import { turn } from '../turn.ts';
import { type BenchTree, functions, lives, startTree } from './trees.ts';

const CHILDREN = 100;
const CRASHES = 2_000;

type Crash = 'crash' | 'rethrow';

function crashUs(tree: BenchTree, crash: Crash): number {
  const livesBefore = lives.begun;
  const before = process.cpuUsage();
  for (let at = 0; at < CRASHES; at++) tell(tree, `child-${at % CHILDREN}`, crash);
  // What it leaves behind is paid for by itself, not by who comes next.
  globalThis.gc?.({ type: 'minor' });
  const us = cpuSince(before) / CRASHES;
  if (lives.begun - livesBefore !== CRASHES)
    throw new Error('a crashed service was not started again');
  return us;
}

/** Equal trees, the first and the last without a recorder: of two alike one is faster by where it lies. */
function plant() {
  const trees = [0, 1, 2, 3].map(() => startTree(CHILDREN, functions));
  const recorded = new Set(trees.slice(1, 3));
  return { trees, recorded, recorders: [...recorded].map((tree) => recordFlight(tree)) };
}

type Grove = ReturnType<typeof plant>;

/** Each in its turn, and in the other order every second time. */
async function once({ trees, recorded }: Grove, at: number, crash: Crash) {
  await turn();
  const us = { bare: 0, recorded: 0 };
  for (const tree of at % 2 === 0 ? trees : trees.toReversed())
    us[recorded.has(tree) ? 'recorded' : 'bare'] += crashUs(tree, crash) / 2;
  return { bareUs: us.bare, recordedUs: us.recorded, ofBare: us.recorded / us.bare };
}

/** The ring comes round, and V8 has optimised what it will, before anything counts. */
const TIMES = { uncounted: 12, counted: 20 };

async function compared(grove: Grove, crash: Crash, { uncounted, counted }: typeof TIMES) {
  const times: Awaited<ReturnType<typeof once>>[] = [];
  for (let at = 0; at < uncounted + counted; at++) times.push(await once(grove, at, crash));
  const middle = (kind: keyof (typeof times)[number]) =>
    median(times.slice(uncounted).map((time) => time[kind]));
  return { bareUs: middle('bareUs'), recordedUs: middle('recordedUs'), ofBare: middle('ofBare') };
}

/** What goes when they go. */
async function bytesEach(recorders: FlightRecorder[]): Promise<number> {
  const count = recorders.length;
  const before = await bytesInUse();
  for (let last = recorders.pop(); last !== undefined; last = recorders.pop()) last.stop();
  return (before - (await bytesInUse())) / count;
}

/** What a flight recorder costs a crash, and what it keeps when its ring has come round. */
export async function measureRecording(times = TIMES): Promise<Measured> {
  const grove = plant();
  const thrown = await compared(grove, 'crash', times);
  const { ofBare: rethrowOfBare } = await compared(grove, 'rethrow', times);
  return { ...thrown, rethrowOfBare, bytes: await bytesEach(grove.recorders) };
}
