import { ask, type Clock, tell } from '@kintsugi/actors';
import { observe } from '@kintsugi/observer';
import { cpuSince } from '../cpu.ts';
import { median } from '../median.ts';
import type { Measured } from '../scenarios/scenario.ts';
import { turn } from '../turn.ts';
import { startLooking } from './looking.ts';
import { type BenchTree, functions, lives, startTree } from './trees.ts';

const CHILDREN = 100;
const CRASHES = 2_000;
const ASKS = 10_000;

/** No page, a page at which nobody looks, a page at which one does. */
type Kind = 'bare' | 'idle' | 'watched';

interface Subject {
  readonly kind: Kind;
  readonly tree: BenchTree;
  /** Tells whoever looks what has changed. */
  readonly tellBatch: () => void;
  readonly end: () => Promise<void>;
}

/** Timers fire when it is said: a batch is told once in each measurement, and not in somebody else's. */
function manualClock(): { readonly clock: Clock; readonly fire: () => void } {
  const due = new Set<() => void>();
  const clock: Clock = {
    now: () => 0,
    setTimeout(callback, delayMs) {
      // The sign of life that comes every 15 s is no matter.
      if (delayMs < 1_000) due.add(callback);
      return callback;
    },
    clearTimeout: (callback) => void due.delete(callback as () => void),
  };
  const fire = () => {
    const callbacks = [...due];
    due.clear();
    for (const callback of callbacks) callback();
  };
  return { clock, fire };
}

async function plant(kind: Kind): Promise<Subject> {
  const tree = startTree(CHILDREN, functions);
  if (kind === 'bare')
    return { kind, tree, tellBatch: () => undefined, end: () => Promise.resolve() };
  const { clock, fire } = manualClock();
  const { url, close } = await observe(tree, { clock });
  const stopLooking = kind === 'watched' ? await startLooking(url) : () => undefined;
  const end = () => {
    stopLooking();
    return close();
  };
  return { kind, tree, tellBatch: fire, end };
}

type Act = (subject: Subject) => Promise<number>;

const crashUs: Act = async ({ tree, tellBatch }) => {
  const livesBefore = lives.begun;
  const before = process.cpuUsage();
  for (let at = 0; at < CRASHES; at++) tell(tree, `child-${at % CHILDREN}`, 'crash');
  tellBatch();
  // What it leaves behind, and what is on its way to the viewer, is paid for by itself.
  await turn();
  globalThis.gc?.({ type: 'minor' });
  const us = cpuSince(before) / CRASHES;
  if (lives.begun - livesBefore !== CRASHES)
    throw new Error('a crashed service was not started again');
  return us;
};

const askUs: Act = async ({ tree, tellBatch }) => {
  const before = process.cpuUsage();
  for (let left = ASKS; left > 0; left--) await ask(tree, 'child-0', 'get');
  tellBatch();
  await turn();
  return cpuSince(before) / ASKS;
};

/** Each in its turn, and in the other order every second time. */
async function once(subjects: readonly Subject[], at: number, act: Act) {
  await turn();
  const us = { bare: 0, idle: 0, watched: 0 };
  for (const subject of at % 2 === 0 ? subjects : subjects.toReversed())
    us[subject.kind] += await act(subject);
  const bare = us.bare / 2;
  return { idle: us.idle / bare, watched: us.watched / bare };
}

/** V8 has optimised what it will before anything counts. */
const TIMES = { uncounted: 12, counted: 20 };

async function compared(
  subjects: readonly Subject[],
  act: Act,
  { uncounted, counted }: typeof TIMES,
) {
  const times: Awaited<ReturnType<typeof once>>[] = [];
  for (let at = 0; at < uncounted + counted; at++) times.push(await once(subjects, at, act));
  const middle = (kind: 'idle' | 'watched') =>
    median(times.slice(uncounted).map((time) => time[kind]));
  return { idle: middle('idle'), watched: middle('watched') };
}

/** What a crash and an ask cost with a page, beside without: while nobody looks at it, and while one does. */
export async function measureObserved(times = TIMES): Promise<Measured> {
  const subjects: Subject[] = [];
  // The first and the last without a page: of two alike one is faster by where it lies.
  for (const kind of ['bare', 'idle', 'watched', 'bare'] as const) subjects.push(await plant(kind));
  try {
    const crash = await compared(subjects, crashUs, times);
    const asked = await compared(subjects, askUs, times);
    return {
      crashIdle: crash.idle,
      crashWatched: crash.watched,
      askIdle: asked.idle,
      askWatched: asked.watched,
    };
  } finally {
    for (const { end } of subjects) await end();
  }
}
