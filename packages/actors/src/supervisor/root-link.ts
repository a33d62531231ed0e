import { alertsAfter, createAlertBoard, errorRecord, invalidOption } from '@kintsugi/core';
import type { AnyActorScope } from 'xstate';
import { clockOf } from '../tree/clock.ts';
import { guardInspection } from '../tree/guard-inspection.ts';
import { systemRandom } from '../tree/system-clock.ts';
import { TreeContext } from '../tree/tree-context.ts';
import type { ParentLink } from './parent-link.ts';

const nothing = () => undefined;

/** The top of a tree: what is above it, if anything, is not ours. */
export function rootLink(scope: AnyActorScope, input: unknown): ParentLink {
  const clock = clockOf(scope.self);
  const alerts = createAlertBoard();
  const tree = new TreeContext({
    root: scope.self,
    clock,
    random: randomOf(input),
    alerts,
    follow: (event) => alertsAfter(alerts, event),
    emit: (event) => scope.emit(event),
    hasEmitListeners: () => hasListeners(scope.self),
  });
  guardInspection(scope.system, (error) => {
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
    onEnded: nothing,
    onHealthChanged: nothing,
  };
}

function randomOf(input: unknown): () => number {
  if (typeof input !== 'object' || input === null || !('random' in input)) return systemRandom;
  if (typeof input.random === 'function') return input.random as () => number;
  throw invalidOption('input.random', 'a function that returns numbers in [0, 1)', input.random);
}

/** XState keeps its `on` listeners to itself; without this look nothing tells whether anybody reads. */
function hasListeners(actor: object): boolean {
  if (!('eventListeners' in actor)) return true;
  const { eventListeners } = actor;
  return !(eventListeners instanceof Map) || eventListeners.size > 0;
}
