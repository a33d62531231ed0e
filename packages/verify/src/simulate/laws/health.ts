import { parentPath } from '../blueprint.ts';
import type { Member } from '../member.ts';
import type { SimulatedTree } from '../simulated-tree.ts';
import type { Law } from '../law.ts';
import { mayRest } from './may-rest.ts';

/** It is never `healthy` while a permanent service is down that nobody has stopped (rule 46). */
export function health(tree: SimulatedTree): Law {
  return {
    onTurn() {
      if (tree.stateOf('') !== 'running' || tree.health !== 'healthy') return undefined;
      for (const member of tree.members.values())
        if (isMissed(tree, member))
          return `the tree says that it is healthy; ${member.path} is ${tree.stateOf(member.path)}, and no life of it is up`;
      return undefined;
    },
  };
}

function isMissed(tree: SimulatedTree, { path, spec, up, hasLived }: Member): boolean {
  if (up !== undefined || !hasLived || spec.restart !== 'permanent') return false;
  const isThere = tree.stateOf(path) !== undefined && isExpected(tree, path);
  return isThere && !mayRest(tree, path);
}

/** All supervisors above it are there. */
function isExpected(tree: SimulatedTree, path: string): boolean {
  for (let above = parentPath(path); above !== ''; above = parentPath(above))
    if (tree.stateOf(above) !== 'running') return false;
  return true;
}
