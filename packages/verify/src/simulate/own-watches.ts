import { errorRecord, invalidOption } from '@kintsugi/core';
import type { Watch } from './law.ts';
import type { Invariant } from './simulate-options.ts';
import type { SimulatedTree } from './simulated-tree.ts';

/** What a person wants to hold, asked after every turn. One that throws does not hold. */
export function ownWatches(
  tree: SimulatedTree,
  invariants: Readonly<Record<string, Invariant>>,
): readonly Watch[] {
  return Object.entries(invariants).map(([name, holds]) => ({
    name,
    onTurn: () => sentence(name, answerOf(holds, tree)),
  }));
}

function answerOf(holds: Invariant, tree: SimulatedTree): unknown {
  try {
    return holds(tree);
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
