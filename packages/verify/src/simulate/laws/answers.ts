import type { SimulatedTree } from '../simulated-tree.ts';
import type { Broken, Law } from '../law.ts';

/** Every ask and every order has an answer, every tell is done or reported (rules 19 and 38). */
export function answers(tree: SimulatedTree): Law {
  const unanswered = (isWaiting: (path: string) => boolean): Broken => {
    for (const [path, { open, told, done, lost }] of tree.post.all) {
      if (isWaiting(path)) continue;
      if (open > 0) return `${open} asks of ${path} have no answer and will get none`;
      // One that is done may be told once more: by the life that it was taken from.
      if (done + lost < told)
        return `${told} tells to ${path}: ${done} were done, ${lost} reported, and the others are lost`;
    }
    return tree.openOrders === 0
      ? undefined
      : `${tree.openOrders} orders of a person have no answer and will get none`;
  };
  return {
    // Requests wait for a service that is not there yet.
    atRest: () => unanswered((path) => tree.stateOf(path) === 'restarting'),
    atEnd: () => undefined,
    atLast: () => unanswered(() => false),
  };
}
