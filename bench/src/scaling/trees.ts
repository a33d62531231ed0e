import {
  child,
  fromSupervisor,
  policy,
  service,
  type ServiceRef,
  type SupervisorOptions,
  type Tree,
} from '@kintsugi/actors';
import {
  type ActorLogic,
  type AnyActorRef,
  createActor,
  createMachine,
  type Snapshot,
} from 'xstate';

/** Lives begun since the process started: proof that what crashed was started again. */
export const lives = { begun: 0 };

/** Thrown where the price of a new Error, most of it for the stack, is to be left out. */
const oldError = new Error('made before');

export const functions = service({
  start: () => {
    lives.begun += 1;
  },
  handle: (request: 'get' | 'crash' | 'rethrow') => {
    // Of no class and no code: it meets every rule of the classification, and is RECOVERABLE.
    if (request === 'crash') throw new Error('crash');
    if (request === 'rethrow') throw oldError;
    return 42;
  },
});

type MachineEvent =
  | { readonly type: 'FAIL' | 'OK' | 'CRASH' | 'RETHROW' }
  | { readonly type: 'GET'; readonly reply: (answer: number) => void };

/** Five states, as many as a service needs: the reference, and the worker of a `serviceFrom`. */
export const machine = createMachine({
  types: {} as { events: MachineEvent },
  initial: 'running',
  entry: () => {
    lives.begun += 1;
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
        RETHROW: {
          actions: () => {
            throw oldError;
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

/** The cheapest parent that XState allows: custom logic that keeps its children in a Map. */
const parentLogic: ActorLogic<Snapshot<undefined>, { type: string }> = {
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined }),
  transition: (snapshot) => snapshot,
  getPersistedSnapshot: (snapshot) => snapshot,
};

export function startRaw(size: number): Map<string, AnyActorRef> {
  const parent = createActor(parentLogic).start();
  const children = new Map<string, AnyActorRef>();
  for (let at = 0; at < size; at++) {
    const actor = createActor(machine, { id: `child-${at}`, parent });
    children.set(actor.id, actor);
    actor.start();
  }
  return children;
}

const unlimited = policy({
  restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } },
  longWindow: { restarts: Infinity },
  CRITICAL: ['restart', 'fallback', 'fail'],
});

/** A tree whose children are only known by path. */
export type BenchTree = Tree<Readonly<Record<string, ServiceRef>>> & { readonly stop: () => void };

export type Strategy = NonNullable<SupervisorOptions<[], never>['strategy']>;

/** The strategies under which a start is measured. */
export const STRATEGIES: readonly Strategy[] = ['one_for_one', 'rest_for_one'];

export function startTree(
  size: number,
  runs: typeof functions | typeof machine,
  strategy: Strategy = 'one_for_one',
): BenchTree {
  const children = Array.from({ length: size }, (_, at) => child(`child-${at}`, runs));
  return createActor(fromSupervisor({ children, strategy, policy: unlimited })).start();
}
