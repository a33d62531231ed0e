import type { SimulatedTree } from '../simulated-tree.ts';
import type { Law } from '../law.ts';

/** No two live incarnations of a child (rules 2 and 3). */
export function oneLife(_tree: SimulatedTree): Law {
  return {
    onBegan({ member, incarnation }) {
      for (const other of member.lives)
        if (!other.isExcused)
          return `${member.path} begins life ${incarnation} while life ${other.incarnation} is ${other.state}`;
      return undefined;
    },
  };
}
