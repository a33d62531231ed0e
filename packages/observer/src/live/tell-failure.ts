import type { Tree } from '@kintsugi/actors';
import { tellPageFailed } from '@kintsugi/actors/inspection';

/** Tells the tree that the page could not show it. Whoever holds the tree may be what is broken. */
export function tellFailure(tree: Tree<unknown>, error: unknown): void {
  try {
    tellPageFailed(tree, '', error);
  } catch {
    // There is no tree to tell it to.
  }
}
