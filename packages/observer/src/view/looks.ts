import type { Tree } from '@kintsugi/actors';
import { type Look, lookAt } from '@kintsugi/actors/inspection';
import { inOrder, pathOf } from '@kintsugi/core';

/**
 * A place and everything below it.
 *
 * @yields parents first, children in start order
 */
export function* looksFrom(tree: Tree<unknown>, path: string): Generator<Look> {
  const look = lookAt(tree, path);
  if (look === undefined) return;
  yield look;
  if (look.supervisor === undefined) return;
  for (const { id } of inOrder(look.supervisor.state)) yield* looksFrom(tree, pathOf({ path }, id));
}
