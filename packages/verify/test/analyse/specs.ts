import { describeTree } from '@kintsugi/actors';
import type { SupervisorSpec } from '@kintsugi/core';
import type { TreeLogic } from '../../src/index.ts';

/** The supervisor at the root of a tree, as its reducer is given it. */
export function rootSpec(tree: TreeLogic): SupervisorSpec {
  const [root] = describeTree(tree);
  if (root === undefined) throw new Error('a tree has a root');
  return root.spec;
}
