import { SupervisorGaveUpError } from '@kintsugi/actors';
import { errorRecord } from '@kintsugi/core';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Law } from '../law.ts';

/** A tree ends because it was told to, or because it gave up; not because it broke. */
export function nothingThrows(tree: SimulatedTree): Law {
  const nested = [...tree.blueprint.supervisors.keys()].filter((path) => !path.includes('*'));
  return {
    onTurn() {
      for (const path of nested) {
        const error = path === '' ? undefined : tree.errorOf(path);
        if (error !== undefined) return `${path} has broken: ${textOf(error)}`;
      }
      return undefined;
    },
    atEnd() {
      const snapshot = tree.actor.getSnapshot();
      if (snapshot.status !== 'error') return undefined;
      const { error } = snapshot;
      return error instanceof SupervisorGaveUpError
        ? undefined
        : `the tree has ended with ${textOf(error)}`;
    },
  };
}

function textOf(error: unknown): string {
  const { name, message } = errorRecord(error);
  return `${name}: ${message}`;
}
