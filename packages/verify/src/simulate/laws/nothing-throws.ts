import { SupervisorGaveUpError } from '@kintsugi/actors';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Law } from '../law.ts';

/** A tree ends because it was told to, or because it gave up; not because it broke. */
export function nothingThrows(tree: SimulatedTree): Law {
  return {
    atEnd() {
      const snapshot = tree.actor.getSnapshot();
      if (snapshot.status !== 'error') return undefined;
      const { error } = snapshot;
      return error instanceof SupervisorGaveUpError
        ? undefined
        : `the tree has ended with ${String(error)}`;
    },
  };
}
