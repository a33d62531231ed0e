import { type AnyActorRef, createActor } from 'xstate';
import type { Policy } from '../../policy/policy.ts';
import { type Child, describedChild } from '../../service/child.ts';
import type { Service } from '../../service/service.ts';
import { fromSupervisor } from '../../supervisor/from-supervisor.ts';
import type { AnyTree } from '../../tree/paths.ts';
import { refAt } from '../../tree/refs-at.ts';
import type { ServiceSnapshot } from '../../tree/refs.ts';
import { createTestClock, type TestClock } from '../test-clock.ts';
import { createWorld, type FaultyWorld, type WorldUnderControl } from './faulty-world.ts';
import { Moves } from './moves.ts';
import { createNeighbour, type Neighbour } from './neighbour.ts';
import type { PathPlan } from './plan-path.ts';
import {
  type ExitSeverity,
  restartingSeverity,
  scriptedPolicy,
  WalkFault,
} from './scripted-policy.ts';
import { type WatchedService, watchedService } from './watched-service.ts';

/** Where the service stands in the tree that is walked. */
export const SUBJECT = 'subject';

/** A service in a real tree, and all that can be done to it. */
export interface PlantedService {
  readonly tree: AnyTree;
  readonly clock: TestClock;
  readonly world: WorldUnderControl;
  readonly watched: WatchedService;
  readonly moves: Moves;
  readonly exit: ExitSeverity;
  readonly neighbours: Neighbour[];
  readonly snapshot: () => ServiceSnapshot<never, string>;
  readonly destroy: () => void;
}

/** Plants a tree in which a path can be taken, and starts it. */
export function plantService<Step extends string>(
  policy: Policy<Step>,
  makeService: (world: FaultyWorld) => Service,
  plan: PathPlan,
): PlantedService {
  const [clock, world, moves] = [createTestClock(), createWorld(), new Moves()];
  const watched = watchedService(makeService(world));
  const severity = restartingSeverity(policy.escalation) ?? 'RECOVERABLE';
  const exit: ExitSeverity = { current: severity };
  const run = async ({ path }: { readonly path: string }) => {
    if (path !== SUBJECT) throw new WalkFault(severity);
    await world.step();
  };
  const neighbours = plan.means
    .filter(({ by }) => by === 'neighbour')
    .map(() => createNeighbour(severity));
  const siblings = neighbours.map((neighbour, index) =>
    describedChild(`neighbour ${index + 1}`, neighbour.service),
  );
  const logic = fromSupervisor({
    policy: scriptedPolicy(policy, exit, run),
    strategy: siblings.length > 0 ? 'one_for_all' : 'one_for_one',
    intensity: { maxRestarts: Infinity, withinMs: Infinity },
    children: [...siblings, subject(watched.service, plan)],
  });
  const isSubject = ({ id }: AnyActorRef) => id === SUBJECT;
  const actor = createActor(logic, { clock, inspect: moves.inspector(isSubject) });
  // Without an observer XState makes an uncaught exception of a tree that gives up.
  actor.subscribe({ error: () => undefined });
  actor.start();
  const tree: AnyTree = actor;
  const ref = refAt(tree, SUBJECT);
  return {
    tree,
    clock,
    world,
    watched,
    moves,
    exit,
    neighbours,
    snapshot: () => ref.getSnapshot(),
    destroy: () => void actor.stop(),
  };
}

function subject(service: Service, { needs }: PathPlan): Child {
  const { restart = 'permanent', ownRestarts = true } = needs;
  return describedChild(SUBJECT, service, {
    restart,
    shutdown: Infinity,
    ...(ownRestarts ? undefined : { intensity: { maxRestarts: 0, withinMs: Infinity } }),
  });
}
