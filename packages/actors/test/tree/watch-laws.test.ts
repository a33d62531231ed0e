import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createActor, fromPromise } from 'xstate';
import {
  child,
  deleteChild,
  type EndNotice,
  fromDynamicSupervisor,
  fromSupervisor,
  policy,
  recover,
  restartChild,
  service,
  startChild,
  StateCorruptionError,
  stop,
  tell,
  terminateChild,
  watch,
  whichChild,
} from '../../src/index.ts';
import { createTestClock, type TestClock } from '../../src/testing/index.ts';
import { anyPath } from '../plant.ts';

const escalating = policy({ RECOVERABLE: ['escalate'], CRITICAL: ['escalate'] });
const quick = { backoff: { kind: 'constant', delayMs: 10 } } as const;

/** Crashes when it is told to; its stop may take longer than it is waited for. */
const worker = (stopMs: number, clock: TestClock) =>
  service({
    handle: (request: string) => {
      throw new StateCorruptionError(request);
    },
    stop: () => new Promise<void>((resolve) => void clock.setTimeout(resolve, stopMs)),
  });

function tree() {
  const clock = createTestClock();
  const inner = fromSupervisor({
    policy: escalating,
    children: [
      child('x', worker(0, clock)),
      child('late', worker(2_000, clock), { shutdown: Infinity }),
      child('temporary', worker(20, clock), { restart: 'temporary' }),
    ],
  });
  const rooms = fromDynamicSupervisor({ policy: escalating, child: worker(0, clock) });
  const outer = fromSupervisor({
    policy: policy({ RECOVERABLE: ['restart', 'fail'], restart: { ...quick, maxAttempts: 1 } }),
    strategy: 'one_for_all',
    children: [child('inner', inner, { shutdown: 1_000 }), child('rooms', rooms)],
  });
  const actor = createActor(
    fromSupervisor({
      policy: policy({ RECOVERABLE: ['restart', 'fail'], restart: quick }),
      intensity: { maxRestarts: 6, withinMs: 60_000 },
      children: [
        child('outer', outer),
        child(
          'job',
          fromPromise(async () => 'done'),
          { restart: 'transient' },
        ),
        child('z', worker(30, clock)),
      ],
    }),
    { clock },
  );
  actor.subscribe({ error: () => undefined });
  return { clock, tree: actor.start() };
}

const PATHS = [
  'outer',
  'outer/inner',
  'outer/inner/x',
  'outer/inner/late',
  'outer/inner/temporary',
  'outer/rooms',
  'outer/rooms/one',
  'job',
  'z',
];

type Planted = ReturnType<typeof tree>['tree'];
type Act = (tree: Planted, path: string) => unknown;

const ACTS: Readonly<Record<string, Act>> = {
  crash: (planted, path) => tell(planted, anyPath(path), 'crash'),
  terminate: (planted, path) => terminateChild(planted, anyPath(path)),
  kill: (planted, path) => terminateChild(planted, anyPath(path), { brutal: true }),
  restart: (planted, path) => restartChild(planted, anyPath(path)),
  recover: (planted, path) => recover(planted, anyPath(path)),
  delete: (planted, path) => deleteChild(planted, anyPath(path)),
  startRoom: (planted) => startChild(planted, anyPath('outer/rooms'), { id: 'one' } as never),
  wait: () => undefined,
};

/** By itself only a temporary child comes back, or one that was stopped: when its supervisor begins again. */
const mayBeBack = (path: string, script: Script) =>
  path.endsWith('temporary') || script.some(({ name }) => name !== 'crash' && name !== 'wait');

/** What cannot be obeyed is refused, one way or the other: no matter here. */
function act(planted: Planted, name: string, path: string): void {
  try {
    Promise.resolve(ACTS[name]?.(planted, path)).catch(() => undefined);
  } catch {
    // As above.
  }
}

/** Looked at from outside: neither it nor what it is below rests. */
async function isThere(planted: Planted, path: string): Promise<boolean> {
  if (planted.getSnapshot().status !== 'active') return false;
  const ids = path.split('/');
  for (let depth = 1; depth <= ids.length; depth += 1) {
    const found = await whichChild(planted, anyPath(ids.slice(0, depth).join('/')));
    if (!found.ok || ['stopped', 'failed'].includes(found.child.state)) return false;
  }
  return true;
}

interface Watching {
  readonly path: string;
  readonly notices: EndNotice[];
}

const steps = fc.array(
  fc.record({
    name: fc.constantFrom(...Object.keys(ACTS)),
    path: fc.constantFrom(...PATHS),
    waitMs: fc.constantFrom(0, 0, 5, 500, 1_500),
  }),
  { maxLength: 12 },
);

/** A tree with a monitor on every place, and one more whenever it is watched again. */
function watchedTree() {
  const planted = tree();
  const all: Watching[] = [];
  const watchAll = () =>
    PATHS.map((path) => {
      const watching: Watching = { path, notices: [] };
      watch(planted.tree, anyPath(path), (notice) => watching.notices.push(notice));
      all.push(watching);
      return watching;
    });
  watchAll();
  return { ...planted, all, watchAll };
}

type Script = readonly { readonly name: string; readonly path: string; readonly waitMs: number }[];

async function play(script: Script) {
  const watched = watchedTree();
  const { clock, tree: planted, watchAll } = watched;
  for (const { name, path, waitMs } of script) {
    act(planted, name, path);
    if (waitMs > 0) await clock.advance(waitMs);
    watchAll();
  }
  await clock.advance(60_000);
  return watched;
}

const counts = (all: readonly Watching[]) => all.map(({ path, notices }) => [path, notices.length]);

/** One notice if it has ended, none if it is there. */
const expected = (planted: Planted, all: readonly Watching[]) =>
  Promise.all(all.map(async ({ path }) => [path, (await isThere(planted, path)) ? 0 : 1]));

it('rule 48: when all is quiet, whoever watches has one notice if it has ended, and none if it is there', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const { clock, tree: planted, all, watchAll } = await play(script);
      const certain = all.filter(
        ({ path, notices }) => notices.length !== 1 || !mayBeBack(path, script),
      );
      expect(counts(certain)).toEqual(await expected(planted, certain));
      const late = watchAll();
      await clock.settle();
      expect(counts(late)).toEqual(await expected(planted, late));
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('rule 48: when the tree has ended, in whatever way, whoever watches has had one notice', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (script, inOrder) => {
      const { clock, tree: planted, all } = await play(script);
      if (inOrder) void stop(planted);
      else planted.stop();
      await clock.advance(60_000);
      expect(counts(all)).toEqual(all.map(({ path }) => [path, 1]));
    }),
    { numRuns: 40 },
  );
}, 60_000);
