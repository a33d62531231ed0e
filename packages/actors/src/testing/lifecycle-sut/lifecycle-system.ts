import type { EscalationPolicy, LifecycleChart } from '@kintsugi/core';
import type { AnyTree } from '../../tree/paths.ts';
import type { TestClock } from '../test-clock.ts';
import { moveText } from '../walk/model-paths.ts';
import { MoveRefusedError } from '../walk/move-refused.ts';
import type { Transition } from '../walk/sut.ts';
import type { Means } from './means.ts';
import type { PlantedService } from './planted-service.ts';
import { cleanUp, push, seeStopsOut } from './push.ts';

/** A tree on a test clock, with one service on its way along a path. */
export interface LifecycleSystem {
  /** The service stands at `subject`. */
  readonly tree: AnyTree;
  readonly clock: TestClock;
  /** Brings a move about, by a fault, by time or by an order. */
  make(transition: Transition): Promise<void>;
  /**
   * Throws when the service is not in this state, or holds what it should not hold there. Answers false
   * when it was, and has gone on at once: what it is like in between, nobody can see.
   */
  check(state: string): boolean;
  /** Takes the tree away. */
  destroy(): void;
}

/** What it takes to lead a service along a path. */
interface Guide {
  readonly chart: LifecycleChart;
  readonly policy: EscalationPolicy;
  readonly means: readonly Means[];
  readonly request: unknown;
}

/** A move that takes more pushes than this, and four for each attempt of a step, is not made at all. */
const MOST_PUSHES = 20;

/** How often any of a policy's steps may be tried, where that has an end. */
function longestBudget({ retry, restart, customSteps }: EscalationPolicy): number {
  const budgets = [retry.maxAttempts, restart.maxAttempts, ...Object.values(customSteps)];
  return Math.max(0, ...budgets.filter((budget) => budget !== Infinity));
}

/** Resources that a service holds in a state, where that is certain. */
const HELD: Readonly<Record<string, number>> = {
  starting: 0,
  running: 1,
  retrying: 1,
  restarting: 0,
  degraded: 0,
  failed: 0,
  stopped: 0,
};

/** What is tried where no means is known: it must not work, or the move was left out for nothing. */
const WORST: Means = { by: 'fault', first: 'CRITICAL', later: 'CRITICAL', isExit: false };

export function lifecycleSystem(
  planted: PlantedService,
  { chart, policy, means, request }: Guide,
): LifecycleSystem {
  const { tree, clock, world, moves, snapshot } = planted;
  const mostPushes = MOST_PUSHES + 4 * longestBudget(policy);
  let made = 0;
  /** A new incident bars nothing that the last one has spent, and what has ended cleans up. */
  const comeToRest = async ({ to }: Transition, by: Means) => {
    const isProven = by.by === 'success' && by.isProven;
    if (to === 'running' && isProven)
      await clock.advance(Math.min(policy.stableAfterMs, LONGEST_MS));
    if (to === 'stopped') await cleanUp(planted);
  };
  return {
    tree,
    clock,
    async make(transition) {
      const again = loopAt(chart, transition.from);
      const by = means[made] ?? WORST;
      made += 1;
      const making = { transition, request, pushes: 0, faults: 0 };
      while (!moves.take(transition, again)) {
        if (making.pushes === mostPushes)
          throw new MoveRefusedError(`nothing has led to ${moveText(transition)}`);
        await push(planted, by, making);
        await clock.settle();
        await seeStopsOut(planted, transition);
      }
      await comeToRest(transition, by);
    },
    check(state) {
      if (moves.isAhead) return false;
      const { value } = snapshot();
      if (value !== state) throw new Error(`expected ${state}, but the service is ${value}`);
      const held = HELD[state] ?? world.held;
      if (world.held !== held)
        throw new Error(
          `${state}, it holds ${world.held} of what its starts have made, not ${held}`,
        );
      return true;
    },
    destroy: planted.destroy,
  };
}

const LONGEST_MS = 2 ** 31;

/** The event that leads from a state to itself, if there is one. */
function loopAt({ states }: LifecycleChart, state: string): string | undefined {
  const moves = Object.entries(states[state]?.on ?? {});
  return moves.find(([, { target }]) => target === state)?.[0];
}
