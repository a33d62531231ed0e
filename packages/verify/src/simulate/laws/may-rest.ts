import { isWithin } from '../blueprint.ts';
import type { SimulatedTree } from '../simulated-tree.ts';

/** Whether a person has stopped it, or something above it; it may rest stopped then. */
export function mayRest(tree: SimulatedTree, path: string): boolean {
  for (const down of tree.orderedDown) if (isWithin(path, down)) return true;
  return tree.leftIdle.has(path);
}
