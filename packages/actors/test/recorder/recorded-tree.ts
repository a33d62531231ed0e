import { createActor } from 'xstate';
import {
  ask,
  child,
  deleteChild,
  fromDynamicSupervisor,
  fromSupervisor,
  NetworkTimeoutError,
  policy,
  reconfigure,
  recordFlight,
  recover,
  restartChild,
  service,
  startChild,
  StateCorruptionError,
  tell,
  terminateChild,
} from '../../src/index.ts';
import { createTestClock, probeEvents, type TestClock } from '../../src/testing/index.ts';
import { anyPath, outcome } from '../plant.ts';

const quick = { backoff: { kind: 'constant', delayMs: 10 } } as const;
const jittery = {
  backoff: { kind: 'exponential', baseMs: 20, maxMs: 400, jitter: 'full' },
} as const;
const escalating = policy({ RECOVERABLE: ['restart', 'escalate'], restart: jittery });

/** Fails as it is told; its starts fail now and then, its stop may take longer than it is waited for. */
function worker(clock: TestClock, { stopMs = 0, failsAt = 0 } = {}) {
  let starts = 0;
  return service({
    start: () => {
      starts += 1;
      if (failsAt > 0 && starts % failsAt === 0) throw new StateCorruptionError('no start');
    },
    handle: (request: string) => {
      if (request === 'blip') throw new NetworkTimeoutError(request);
      throw new StateCorruptionError(request);
    },
    stop: () => new Promise<void>((resolve) => void clock.setTimeout(resolve, stopMs)),
  });
}

/** Everything that a recorder has to keep up with: nesting, instances, dependencies, groups, lives that are abandoned. */
export function recordedTree(capacity: number, random: () => number) {
  const clock = createTestClock();
  const inner = fromSupervisor({
    policy: escalating,
    children: [
      child('x', worker(clock)),
      child('late', worker(clock, { stopMs: 2_000 }), { shutdown: Infinity }),
      child('temporary', worker(clock, { stopMs: 20 }), { restart: 'temporary' }),
    ],
  });
  const rooms = fromDynamicSupervisor({ policy: escalating, child: worker(clock) });
  const outer = fromSupervisor({
    policy: policy({ RECOVERABLE: ['restart', 'fail'], restart: { ...quick, maxAttempts: 2 } }),
    strategy: 'one_for_all',
    children: [child('inner', inner, { shutdown: 1_000 }), child('rooms', rooms)],
  });
  const children = [
    child('outer', outer),
    child('db', worker(clock, { failsAt: 3 })),
    child('web', worker(clock), { dependsOn: ['db'], whenDependencyDown: 'pause' }),
  ] as const;
  const tree = createActor(
    fromSupervisor({ intensity: { maxRestarts: 12, withinMs: 60_000 }, children }),
    { clock, input: { random } },
  );
  tree.subscribe({ error: () => undefined });
  const probe = probeEvents(tree);
  const recorder = recordFlight(tree, { capacity });
  tree.start();
  return { clock, tree, probe, recorder, children };
}

export type RecordedTree = ReturnType<typeof recordedTree>;

export const PATHS = [
  'outer',
  'outer/inner',
  'outer/inner/x',
  'outer/inner/late',
  'outer/inner/temporary',
  'outer/rooms',
  'outer/rooms/one',
  'db',
  'web',
];

type Act = (planted: RecordedTree, path: string) => unknown;

export const ACTS: Readonly<Record<string, Act>> = {
  crash: ({ tree }, path) => tell(tree, anyPath(path), 'crash'),
  blip: ({ tree }, path) => outcome(ask(tree, anyPath(path), 'blip')),
  blips: ({ tree }, path) => {
    for (let left = 3; left > 0; left -= 1) outcome(ask(tree, anyPath(path), 'blip'));
  },
  terminate: ({ tree }, path) => terminateChild(tree, anyPath(path)),
  kill: ({ tree }, path) => terminateChild(tree, anyPath(path), { brutal: true }),
  restart: ({ tree }, path) => restartChild(tree, anyPath(path)),
  recover: ({ tree }, path) => recover(tree, anyPath(path)),
  delete: ({ tree }, path) => deleteChild(tree, anyPath(path)),
  startRoom: ({ tree }) => startChild(tree, anyPath('outer/rooms'), { id: 'one' } as never),
  addChild: ({ tree, clock }) => startChild(tree, '', child('later', worker(clock))),
  reconfigure: ({ tree, children: [outer, db, web] }) =>
    reconfigure(tree, '', {
      children: [db, web, outer],
      intensity: { maxRestarts: 9, withinMs: 30_000 },
    }),
  wait: () => undefined,
};

/** What cannot be obeyed is refused, one way or the other: no matter here. */
export function act(planted: RecordedTree, name: string, path: string): void {
  try {
    Promise.resolve(ACTS[name]?.(planted, path)).catch(() => undefined);
  } catch {
    // As above.
  }
}
