import type { OpenAsks } from './open-asks.ts';
import type { AnyTree } from './paths.ts';
import type { TreeContext } from './tree-context.ts';

/**
 * Who asks from inside the tree: a request that is being handled, a life in its `start` or `stop`, or
 * a step while it runs.
 */
export interface Caller {
  /** Where its service stands in the tree. */
  readonly path: string;
  /** What it has asked for and got no answer to. */
  readonly asks: OpenAsks | undefined;
  /** The same, for one more. */
  openAsks(): OpenAsks;
  /** Why nothing may be asked in its name any more; undefined while it may. */
  readonly endedBy: unknown;
}

/** A tree as one of its services sees it, given to hooks as `ctx.tree`: it knows who asks. */
export class CallerTree implements AnyTree {
  readonly #tree: TreeContext;
  readonly #caller: Caller;

  constructor(tree: TreeContext, caller: Caller) {
    this.#tree = tree;
    this.#caller = caller;
  }

  getSnapshot(): ReturnType<AnyTree['getSnapshot']> {
    return this.#tree.root.getSnapshot();
  }

  /** Whose view of the tree this is; undefined for any other tree. */
  static callerOf(tree: object): Caller | undefined {
    // Not by `#caller in tree`, which costs every ask three times as much.
    return tree instanceof CallerTree ? tree.#caller : undefined;
  }
}

/**
 * Who calls: whose `ctx.tree` was given as the tree, or whose hook is being called right now. After an
 * `await` only `ctx.tree` tells. Undefined for a call from outside.
 */
export function callerIn(tree: object, context: TreeContext): Caller | undefined {
  return CallerTree.callerOf(tree) ?? context.callers.current;
}

/** Whether a caller is the service at a path, or one below the supervisor there; `''` is the root. */
export function isWithin({ path }: Caller, place: string): boolean {
  return place === '' || path === place || path.startsWith(`${place}/`);
}
