import type { SupervisionEvent } from '@kintsugi/core';
import { rootOf } from '../tree/find.ts';
import type { Tree } from '../tree/paths.ts';
import type { Follower } from '../tree/tree-context.ts';

/**
 * Tells every event as it happens, like `events$`, but errors without their stacks: to make the text of one costs
 * more than a restart. A listener must not throw.
 *
 * @returns how to leave
 * @example
 * ```ts
 * const leave = hearEvents(tree, (event) => last.push(event));
 * ```
 */
export function hearEvents(
  tree: Tree<unknown>,
  listener: (event: SupervisionEvent) => void,
): () => void {
  return rootOf(tree).tree.observe(listener, { readsStacks: false });
}

/**
 * How many listen to a tree's events and changes, for tools that must not leave a listener behind.
 *
 * @example
 * ```ts
 * listenersOf(tree); // 0
 * ```
 */
export function listenersOf(tree: Tree<unknown>): number {
  return rootOf(tree).tree.listeners;
}

/**
 * Tells the path of whatever looks otherwise than before, also where no event says so: a move on a chart, and
 * a request that waits or waits no longer. It is told in the middle of the change: remember the path, and look
 * later. A follower must not throw.
 *
 * @returns how to leave
 * @example
 * ```ts
 * const changed = new Set<string>();
 * const leave = followChanges(tree, (path) => changed.add(path));
 * ```
 */
export function followChanges(tree: Tree<unknown>, follower: Follower): () => void {
  return rootOf(tree).tree.follow(follower);
}
