import { counted } from '../../counted.ts';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';

/** Every ask and every order has an answer, every tell is done or reported (rules 19 and 38). */
export function answers(tree: SimulatedTree): Law {
  const unanswered = (isWaiting: (path: string) => boolean): Broken => {
    for (const [path, { open, told, done, lost }] of tree.post.all) {
      if (isWaiting(path)) continue;
      if (open > 0)
        return `${counted(open, 'ask')} of ${path} without an answer, and none will come`;
      // One that is done may be told once more: by the life that it was taken from.
      if (done + lost < told && tree.members.get(path)?.hasLived === true)
        return `${counted(told, 'tell')} to ${path}: ${done} done, ${lost} reported, the others lost`;
    }
    return tree.openOrders === 0
      ? undefined
      : `${counted(tree.openOrders, 'order')} of a person without an answer, and none will come`;
  };
  return {
    // Requests wait for a service that is not there yet.
    atRest: () => unanswered((path) => tree.waitsForDependency(path)),
    atLast: () => unanswered(() => false),
  };
}
