import { alertsAfter, createAlertBoard, errorRecord, invalidOption } from '@kintsugi/core';
import type { AnyActorScope } from 'xstate';
import { afterTurn } from '../tree/after-turn.ts';
import { clockOf } from '../tree/clock.ts';
import { guardInspection } from '../tree/guard-inspection.ts';
import { systemRandom } from '../tree/system-clock.ts';
import type { SupervisorGaveUpError } from '../tree/supervisor-gave-up-error.ts';
import { TreeContext } from '../tree/tree-context.ts';
import type { ParentLink } from './parent-link.ts';

const nothing = () => undefined;

/** The top of a tree: what is above it, if anything, is not ours. */
export function rootLink(scope: AnyActorScope, input: unknown): ParentLink {
  const clock = clockOf(scope.self);
  const alerts = createAlertBoard();
  const lastResort = lastResortOf(input);
  const tree: TreeContext = new TreeContext({
    root: scope.self,
    clock,
    random: guarded(randomOf(input), (error) => hookFailed(tree, 'random', error)),
    alerts,
    follow: (event) => alertsAfter(alerts, event),
    emit: (event) => scope.emit(event),
    hasEmitListeners: () => hasListeners(scope.self),
  });
  guardInspection(scope.self, (error) => {
    const at = clock.now();
    tree.publish({
      type: 'observer.failed',
      at,
      path: '',
      observer: 'inspector',
      error: errorRecord(error),
    });
  });
  return {
    tree,
    path: '',
    isRoot: true,
    onStarted: nothing,
    onEnded: (failure) => {
      if (failure === undefined || lastResort === undefined) return;
      afterTurn(
        () => lastResort(failure.error),
        (error) => hookFailed(tree, 'lastResort', error),
      );
    },
    startsAhead: () => [],
    onReconfigured: nothing,
    onHealthChanged: nothing,
  };
}

function randomOf(input: unknown): () => number {
  if (typeof input !== 'object' || input === null || !('random' in input)) return systemRandom;
  if (typeof input.random === 'function') return input.random as () => number;
  throw invalidOption('input.random', 'a function that returns numbers in [0, 1)', input.random);
}

type LastResort = (error: SupervisorGaveUpError) => unknown;

function lastResortOf(input: unknown): LastResort | undefined {
  if (typeof input !== 'object' || input === null || !('lastResort' in input)) return undefined;
  const { lastResort } = input;
  if (lastResort === undefined || typeof lastResort === 'function')
    return lastResort as LastResort | undefined;
  throw invalidOption('input.lastResort', 'a function', lastResort);
}

/** One that throws must not take the tree with it. */
function guarded(random: () => number, onError: (error: unknown) => void): () => number {
  if (random === systemRandom) return random;
  return () => {
    try {
      return random();
    } catch (error) {
      onError(error);
      return systemRandom();
    }
  };
}

function hookFailed(tree: TreeContext, hook: 'lastResort' | 'random', thrown: unknown): void {
  const at = tree.clock.now();
  tree.publish({ type: 'hook.failed', at, path: '', hook, error: errorRecord(thrown) });
}

/** XState keeps its `on` listeners to itself; without this look nothing tells whether anybody reads. */
function hasListeners(actor: object): boolean {
  if (!('eventListeners' in actor)) return true;
  const { eventListeners } = actor;
  return !(eventListeners instanceof Map) || eventListeners.size > 0;
}
