import type { Law } from '../law.ts';
import type { SimulatedTree } from '../simulated-tree.ts';

/** A stop of the tree is over within the sum of what its children are granted (rules 27 and 40). */
export function stopTime(tree: SimulatedTree): Law {
  const late = () => {
    const { stopBy = Infinity, hasEnded, now } = tree;
    return now > stopBy && !hasEnded
      ? 'the tree was told to stop, what its children are granted for that is over, and it has not'
      : undefined;
  };
  return {
    onTurn: late,
    atLast: () =>
      tree.stopBy !== undefined && !tree.hasEnded
        ? 'the tree was told to stop, nothing is left to happen, and it has not'
        : late(),
  };
}
