import { type AnySupervisorLogic, describeTree } from '@kintsugi/actors';
import type { SupervisorSpec } from '@kintsugi/core';

/** The supervisor at the root of a tree, as its reducer is given it. */
export function rootSpec(tree: AnySupervisorLogic): SupervisorSpec {
  const [root] = describeTree(tree);
  if (root === undefined) throw new Error('a tree has a root');
  return root.spec;
}
