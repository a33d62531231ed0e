import type { SimulatedTree } from '../simulated-tree.ts';
import type { Law } from '../law.ts';

/** No more requests wait than `mailboxSize` allows. */
export function mailboxes(tree: SimulatedTree): Law {
  const sizes = new Map(
    tree.blueprint.services.map(({ pattern, service }) => [pattern, service.settings.mailboxSize]),
  );
  return {
    onTurn() {
      // No other can have grown.
      const path = tree.post.lastSentTo;
      if (tree.members.get(path)?.hasLived !== true) return undefined;
      const { waiting } = tree.post.at(path);
      const size = sizes.get(tree.blueprint.patternOf(path)) ?? Infinity;
      return waiting <= size
        ? undefined
        : `${waiting} requests wait for ${path}, whose mailbox holds ${size}`;
    },
  };
}
