import { expect } from 'vitest';
import type { Tree } from '../tree/paths.ts';
import type { Picture } from './expected-states.ts';

/** What can be expected of a whole tree. */
export interface TreeExpectation<Whole> {
  /**
   * It looks like this, and nothing else is in it: `expect(tree).toLookLike(picture)`.
   *
   * @throws an assertion error that shows the tree, with what is wrong marked and why it is where it is
   */
  toBe<const Text extends string>(picture: Picture<Whole, Text>): void;
}

/**
 * Expects something of a whole tree. Supervisors that run need not be named.
 *
 * @example
 * ```ts
 * expectTree(tree).toBe('db running; billing/payments degraded');
 * ```
 */
export function expectTree<Whole extends Tree<unknown>>(tree: Whole): TreeExpectation<Whole> {
  return { toBe: (picture) => expect(tree).toLookLike(picture) };
}
