import type { AvailabilityRecord } from './availability.ts';
import type { SimulatedTree } from './simulated-tree.ts';

/** Books in which state services are, where something was told of them, or of what is above them. */
export function followStates(tree: SimulatedTree, availability: AvailabilityRecord): void {
  const seen = new Set<string>();
  for (const { path } of tree.events) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const member of tree.below(path))
      availability.stands(member.path, member.pattern, tree.stateOf(member.path), tree.now);
  }
}
