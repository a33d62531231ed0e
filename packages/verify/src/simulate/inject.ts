import {
  ask,
  AskTimeoutError,
  IncarnationEndedError,
  isSupervisionError,
  recover,
  restartChild,
  startChild,
  tell,
  terminateChild,
  UnknownChildError,
} from '@kintsugi/actors';
import type { World } from './conditions.ts';
import type { InjectionName, InjectionOf } from './injection.ts';
import { type Outcome, SimulatedMessage } from './simulated-message.ts';
import type { SimulatedTree } from './simulated-tree.ts';
import type { OwnClock } from './virtual-clock.ts';

/** What an injection needs of the simulation. */
export interface Scene {
  readonly world: World;
  /** For what lasts a while, whatever becomes of the tree. */
  readonly clock: OwnClock;
  /** The tree that lives; undefined while there is none. */
  readonly tree: SimulatedTree | undefined;
  nextMessageNumber(): number;
  settled(message: SimulatedMessage, outcome: Outcome): void;
  deploy(): void;
}

type Performers = {
  readonly [Name in InjectionName]: (scene: Scene, injection: InjectionOf<Name>) => void;
};

const PERFORM: Performers = {
  ask: sendAsk,
  tell: sendTell,
  outage({ world, clock }, { paths, durationMs, error }) {
    for (const path of paths) lastFor(clock, durationMs, world.at(path).outages, error);
  },
  slowdown: ({ world, clock }, { path, durationMs, factor }) =>
    lastFor(clock, durationMs, world.at(path).slowdowns, factor),
  failStart: ({ world }, next) => void world.at(next.path).nextStarts.push(next),
  slowStart: ({ world }, next) => void world.at(next.path).nextStarts.push(next),
  failStop: ({ world }, next) => void world.at(next.path).nextStops.push(next),
  slowStop: ({ world }, next) => void world.at(next.path).nextStops.push(next),
  failFallback: ({ world }, { path, error }) => void world.at(path).nextFallbacks.push(error),
  failDegrade({ world, tree }, { path, error }) {
    const pattern = tree?.blueprint.patternOf(path) ?? path;
    world.at(pattern).nextDegrades.push(error);
  },
  exit: ({ tree }, { path, exit }) => tree?.member(path).up?.exit(exit),
  recover: ({ tree }, { path }) => order(tree, () => recover(treeOf(tree), path)),
  terminateChild({ tree }, { path, brutal = false }) {
    if (tree === undefined) return;
    tree.orderedDown.add(path);
    if (brutal) for (const member of tree.below(path)) member.kill();
    order(tree, () => terminateChild(tree.tree, path, { brutal }));
  },
  restartChild: ({ tree }, { path }) => order(tree, () => restartChild(treeOf(tree), path)),
  startChild: ({ tree }, { path, id }) => order(tree, () => startChild(treeOf(tree), path, { id })),
  deploy: (scene) => scene.deploy(),
};

/** Does to the tree, and to the world around it, what the injection says. */
export function inject<Name extends InjectionName>(
  scene: Scene,
  injection: InjectionOf<Name>,
): void {
  scene.tree?.injected(injection);
  const perform: (scene: Scene, injection: never) => void = PERFORM[injection.do];
  perform(scene, injection as never);
}

function lastFor<Each>(clock: OwnClock, durationMs: number, list: Each[], each: Each): void {
  list.push(each);
  clock.setTimeout(() => {
    const index = list.indexOf(each);
    if (index !== -1) list.splice(index, 1);
  }, durationMs);
}

function treeOf(tree: SimulatedTree | undefined): SimulatedTree['tree'] {
  if (tree === undefined) throw new Error('there is no tree to give an order to');
  return tree.tree;
}

/** Whatever the answer is: that there is one is what counts. */
function order(tree: SimulatedTree | undefined, give: () => Promise<unknown>): void {
  if (tree === undefined) return;
  tree.openOrders += 1;
  const answered = () => {
    tree.openOrders -= 1;
  };
  give().then(answered, answered);
}

function sendAsk(scene: Scene, injection: InjectionOf<'ask'>): void {
  const { tree } = scene;
  const message = new SimulatedMessage(scene.nextMessageNumber(), injection);
  if (tree === undefined) {
    scene.settled(message, 'refused');
    return;
  }
  tree.post.sent(message);
  const settled = (outcome: Outcome) => {
    tree.post.settled(message);
    scene.settled(message, outcome);
  };
  const { timeoutMs } = injection;
  const options = timeoutMs === undefined ? undefined : { timeoutMs };
  ask(tree.tree, message.path, message, options).then(
    (outcome) => settled(outcome === 'fallback' ? 'fallback' : 'answered'),
    (error: unknown) => settled(outcomeOf(error)),
  );
}

function sendTell(scene: Scene, injection: InjectionOf<'tell'>): void {
  const { tree } = scene;
  if (tree === undefined) return;
  const message = new SimulatedMessage(scene.nextMessageNumber(), injection);
  tree.post.sent(message);
  message.onDone = () => {
    tree.post.at(message.path).done += 1;
  };
  try {
    tell(tree.tree, message.path, message);
  } catch (error) {
    if (!(error instanceof UnknownChildError)) throw error;
    tree.post.refused(message);
  }
}

const REFUSALS: ReadonlySet<string> = new Set([
  'SERVICE_DEGRADED',
  'SERVICE_UNAVAILABLE',
  'MAILBOX_FULL',
  'UNKNOWN_CHILD',
  'SELF_CALL',
]);

function outcomeOf(error: unknown): Outcome {
  if (error instanceof AskTimeoutError) return 'given up';
  if (error instanceof IncarnationEndedError) return 'interrupted';
  const isRefusal = isSupervisionError(error) && REFUSALS.has(error.code);
  return isRefusal ? 'refused' : 'failed';
}
