import {
  ask,
  child,
  fromSupervisor,
  type Intensity,
  otp,
  policy,
  type Policy,
  service,
  type ServiceRef,
  tell,
  type Tree,
} from '@kintsugi/actors';
import { createActor } from 'xstate';
import type { Probe } from '../probe.ts';
import type { Subject, World } from './subject.ts';

type Request = 'inc' | 'get' | 'crash';

function counter(probe: Probe) {
  return service({
    start: () => {
      probe.childStarted();
      return { count: 0 };
    },
    handle: (request: Request, { resource }) => {
      if (request === 'crash') return probe.crash();
      if (request === 'inc') resource.count += 1;
      return resource.count;
    },
  });
}

type Counter = ReturnType<typeof counter>;
/** Children that are only known by path, as in a program that starts as many as it is told. */
type CounterTree = Tree<Readonly<Record<string, ServiceRef>>> & { readonly stop: () => void };

interface Healing {
  readonly policy: Policy;
  readonly intensity?: Intensity;
}

function startTree(size: number, runs: Counter, healing: Healing): CounterTree {
  const children = Array.from({ length: size }, (_, at) => child(`c${at}`, runs));
  return createActor(fromSupervisor({ children, ...healing })).start();
}

function worldOf(probe: Probe, healing: Healing): World {
  // Replaced by the first spawn: the children of a tree are part of its description.
  let tree = startTree(0, counter(probe), healing);
  return {
    spawn: (count) => {
      tree = startTree(count, counter(probe), healing);
    },
    crash: (at) => tell(tree, `c${at}`, 'crash'),
    tell: (at) => tell(tree, `c${at}`, 'inc'),
    ask: (at) => ask(tree, `c${at}`, 'get'),
    teardown: () => tree.stop(),
  };
}

/** What a user writes who wants what the others do: start it again, at once. */
export const kintsugi: Subject = {
  setup: (probe) =>
    worldOf(probe, {
      policy: otp,
      intensity: { maxRestarts: 1_000_000, withinMs: 3_600_000 },
    }),
};

/** Everything that heals is on: only what would make crashing services wait or give up is not. */
const unlimited = policy({
  restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } },
  longWindow: { restarts: Infinity },
  CRITICAL: ['restart', 'fallback', 'fail'],
});

/** The default steps: severities, incidents and probation included. */
export const kintsugiHealing: Subject = {
  setup: (probe) => worldOf(probe, { policy: unlimited }),
};
