import { errorRecord, invalidOption } from '@kintsugi/core';
import type { Watch } from './law.ts';
import { OwnWorld } from './own-world.ts';
import type { Invariant, SimulatedWorld } from './simulate-options.ts';
import type { SimulatedTree } from './simulated-tree.ts';

/** What a person wants to hold, asked after every turn. One that throws does not hold. */
export function ownWatches(
  tree: SimulatedTree,
  invariants: Readonly<Record<string, Invariant>>,
): readonly Watch[] {
  return Object.entries(invariants).map(([name, holds]) => {
    const world = new OwnWorld(tree, name);
    return {
      name,
      onTurn: () =>
        sentence(
          name,
          world.ask(() => answerOf(holds, world)),
        ),
    };
  });
}

function answerOf(holds: Invariant, world: SimulatedWorld): unknown {
  try {
    return holds(world);
  } catch (error) {
    const { name, message } = errorRecord(error);
    return `it throws ${name}: ${message}`;
  }
}

function sentence(name: string, what: unknown): string | undefined {
  if (what === undefined || typeof what === 'string') return what;
  const rule = 'a function that answers a sentence, or undefined while it holds';
  throw invalidOption(`simulate.invariants.${name}`, rule, what);
}
