// What the library costs, as ratios to a raw XState machine child, in one run: `pnpm bench [--json]`.
// Every figure is the median of ROUNDS interleaved rounds; time is CPU time of this process, because
// the machine may be shared. Nothing is measured before one round of everything has warmed it up.
import {
  ask,
  child,
  fromSupervisor,
  policy,
  service,
  tell,
  terminateChild,
} from '@kintsugi/actors';
import {
  type ActorLogic,
  type AnyActorRef,
  createActor,
  createMachine,
  type Snapshot,
} from 'xstate';

const ROUNDS = 9;

// What is measured.

/** Lives begun since the process started: by it we know that a crash was healed. */
let starts = 0;

const counter = service({
  start: () => {
    starts += 1;
  },
  handle: (request: 'ask' | 'crash') => {
    // A plain error: no rule knows it, so it meets all of them and is RECOVERABLE.
    if (request === 'crash') throw new Error('crash');
    return 42;
  },
});

type Asked =
  | { readonly type: 'CRASH' }
  | { readonly type: 'GET'; readonly reply: (answer: number) => void };

/** The reference: a machine of five states, as a lifecycle has. Also what runs as a `serviceFrom` worker. */
const machine = createMachine({
  types: {} as { events: Asked | { type: 'FAIL' } | { type: 'OK' } },
  initial: 'running',
  entry: () => {
    starts += 1;
  },
  states: {
    running: {
      on: {
        FAIL: 'retrying',
        GET: { actions: ({ event }) => event.reply(42) },
        CRASH: {
          actions: () => {
            throw new Error('crash');
          },
        },
      },
    },
    retrying: { on: { OK: 'running', FAIL: 'restarting' } },
    restarting: { on: { OK: 'running', FAIL: 'degraded' } },
    degraded: { on: { OK: 'running', FAIL: 'failed' } },
    failed: { on: { OK: 'running' } },
  },
});

/** The cheapest parent that XState allows: custom logic that ignores what its children tell. */
const parentLogic: ActorLogic<Snapshot<undefined>, { type: string }> = {
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  transition: (snapshot) => snapshot,
  getPersistedSnapshot: (snapshot) => snapshot,
};

function startRaw(size: number) {
  const parent = createActor(parentLogic).start();
  const children = new Map<string, AnyActorRef>();
  for (let at = 0; at < size; at++) {
    const id = `child-${at}`;
    const actor = createActor(machine, { id, parent });
    children.set(id, actor);
    actor.start();
  }
  return { stop: () => parent.stop(), children };
}

/**
 * The default policy and its steps, but for limits that would end a measurement: restarts are
 * without limit and without delay, and a service that has answered once is not raised for its crashes.
 */
const unlimited = policy({
  restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } },
  longWindow: { restarts: Infinity },
  pattern: { failures: 1_000 },
});

function startTree(size: number, runs: typeof counter | typeof machine) {
  const children = Array.from({ length: size }, (_, at) => child(`child-${at}`, runs));
  return createActor(fromSupervisor({ children, policy: unlimited })).start();
}

// How it is measured.

const { gc } = globalThis;
if (gc === undefined) throw new Error('run it with `pnpm bench`: it needs node --expose-gc');
const collectGarbage: () => void = gc;

/** Microseconds of CPU per operation. */
async function cpuUs(operations: number, work: () => unknown): Promise<number> {
  collectGarbage();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / operations;
}

/** What one of `size` actors costs to start, and what it holds in memory. */
async function spawning(size: number, repeats: number, start: () => { stop(): unknown }) {
  let running: { stop(): unknown }[] = [];
  collectGarbage();
  const heapBefore = process.memoryUsage().heapUsed;
  const spawnUs = await cpuUs(size * repeats, () => {
    for (let left = repeats; left > 0; left--) running.push(start());
  });
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - heapBefore) / (size * repeats);
  for (const each of running) each.stop();
  running = [];
  return { spawnUs, bytes };
}

function expectStarts(before: number, count: number): void {
  if (starts - before !== count) throw new Error(`${starts - before} lives began, not ${count}`);
}

const CRASHES = 2_000;

async function crashing(runs: typeof counter | typeof machine): Promise<number> {
  const tree = startTree(100, runs);
  const isMachine = runs === machine;
  const crash = (isMachine ? { type: 'CRASH' } : 'crash') as never;
  if (!isMachine) for (let at = 0; at < 100; at++) tell(tree, `child-${at}`, 'ask' as never);
  const before = starts;
  const perCrash = await cpuUs(CRASHES, () => {
    for (let at = 0; at < CRASHES; at++) tell(tree, `child-${at % 100}`, crash);
  });
  expectStarts(before, CRASHES);
  tree.stop();
  return perCrash;
}

async function main() {
  const rounds: Record<string, number>[] = [];
  for (let round = 0; round < ROUNDS + 1; round++) {
    const r: Record<string, number> = {};
    const raw = await spawning(1000, 5, () => startRaw(1000));
    r.rawUs = raw.spawnUs;
    r.rawB = raw.bytes;
    const f = await spawning(1000, 5, () => startTree(1000, counter));
    r.fnUs = f.spawnUs;
    r.fnB = f.bytes;
    const m = await spawning(1000, 5, () => startTree(1000, machine));
    r.mUs = m.spawnUs;
    r.mB = m.bytes;
    r.crashFn = await crashing(counter);
    r.crashM = await crashing(machine);
    {
      const t = startTree(1, counter);
      const N = 20000;
      r.ask = await cpuUs(N, async () => {
        for (let i = 0; i < N; i++) await ask(t, 'child-0', 'ask' as never);
      });
      const M = 200000;
      r.tell = await cpuUs(M, () => {
        for (let i = 0; i < M; i++) tell(t, 'child-0', 'ask' as never);
      });
      t.stop();
    }
    {
      const t = startRaw(1);
      const ref = t.children.get('child-0')!;
      const N = 20000;
      r.rawAsk = await cpuUs(N, async () => {
        for (let i = 0; i < N; i++) await new Promise((reply) => ref.send({ type: 'GET', reply }));
      });
      t.stop();
    }
    {
      const trees = Array.from({ length: 10 }, () => startTree(100, counter));
      r.stop100 = await cpuUs(500, async () => {
        for (const t of trees)
          for (let i = 0; i < 50; i++) await terminateChild(t, `child-${i * 2}`);
      });
      for (const t of trees) t.stop();
      const t = startTree(10000, counter);
      r.stop10k = await cpuUs(500, async () => {
        for (let i = 0; i < 500; i++) await terminateChild(t, `child-${i * 20}`);
      });
      t.stop();
    }
    {
      const k1 = await spawning(1000, 1, () => startTree(1000, counter));
      r.k1Us = k1.spawnUs;
      r.k1B = k1.bytes;
    }
    {
      let s = 0;
      for (let i = 0; i < 20; i++)
        s += (await spawning(1000, 1, () => startTree(1000, counter))).spawnUs;
      r.k1x20Us = s / 20;
    }
    if (process.env.BIG) {
      const k1 = await spawning(100000, 1, () => startTree(100000, counter));
      r.k100Us = k1.spawnUs;
      r.k100B = k1.bytes;
    }
    {
      const t = startTree(1000, counter);
      for (let i = 0; i < 1000; i++) tell(t, `child-${i}`, 'ask' as never);
      const b = starts;
      r.burst = await cpuUs(1000, () => {
        for (let i = 0; i < 1000; i++) tell(t, `child-${i}`, 'crash' as never);
      });
      expectStarts(b, 1000);
      t.stop();
    }
    if (round > 0) rounds.push(r);
  }
  const med = (k: string) => {
    const a = rounds.map((r) => r[k]!).sort((x, y) => x - y);
    return a[a.length >> 1]!;
  };
  const rat = (k: string, b: string) => {
    const a = rounds.map((r) => r[k]! / r[b]!).sort((x, y) => x - y);
    return a[a.length >> 1]!;
  };
  for (const k of Object.keys(rounds[0]!)) console.log(k.padEnd(10), med(k).toFixed(2));
  for (const [k, b] of [
    ['fnUs', 'rawUs'],
    ['mUs', 'rawUs'],
    ['crashFn', 'rawUs'],
    ['crashM', 'rawUs'],
    ['ask', 'rawAsk'],
    ['stop10k', 'stop100'],
    ['k100Us', 'k1Us'],
    ['k100Us', 'k1x20Us'],
  ])
    console.log(k, '/', b, rat(k!, b!).toFixed(3));
  console.log(
    'tell M/s',
    1 / med('tell'),
    'ask M/s',
    1 / med('ask'),
    'burst k/s',
    1000 / med('burst'),
  );
}
await main();
