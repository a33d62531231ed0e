import { type CommandResult, refuseUnknownKeys, requireMs } from '@kintsugi/core';
import { find, rootOf } from './find.ts';
import type { PathIn, Tree } from './paths.ts';

/**
 * The operator's act: brings a degraded or failed child back now, also one that only an operator may.
 * (Not the `catch` of other libraries: faults heal by themselves.) Resolves when the child has
 * settled.
 *
 * @returns `{ ok: true }` when it runs; otherwise why not: `in_progress` while it is being started or
 * healed anyway, `stopped` and `stopping` (use `restartChild`), `failed` when the attempt failed
 * @throws UnknownChildError naming the known children
 * @example
 * ```ts
 * await recover(tree, 'billing/payments'); // { ok: true }
 * ```
 */
export async function recover<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
): Promise<CommandResult> {
  return command(tree, 'recover', path);
}

/** How a child is stopped. */
export interface TerminateOptions {
  /** Without cleanup and without waiting, whatever is under way. @default false */
  readonly brutal?: boolean;
}

/**
 * Stops a child in order and leaves it stopped; it keeps its place and can be started again, unless it
 * is temporary. Resolves when it has stopped or is no longer waited for.
 *
 * @throws UnknownChildError naming the known children
 * @example
 * ```ts
 * await terminateChild(tree, 'worker'); // { ok: true }
 * ```
 */
export async function terminateChild<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
  options: TerminateOptions = {},
): Promise<CommandResult> {
  refuseUnknownKeys('terminateChild', options, ['brutal']);
  const { brutal = false } = options;
  const { supervisor, id } = find(tree, path);
  return supervisor.command('terminateChild', id, { brutal });
}

/**
 * Starts a child that is stopped or failed. Resolves when it has settled.
 *
 * @returns `not_stopped` when it is anything else
 * @throws UnknownChildError naming the known children
 * @example
 * ```ts
 * await restartChild(tree, 'worker'); // { ok: true }
 * ```
 */
export async function restartChild<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
): Promise<CommandResult> {
  return command(tree, 'restartChild', path);
}

function command(
  tree: Tree<unknown>,
  name: 'recover' | 'restartChild',
  path: string,
): Promise<CommandResult> {
  const { supervisor, id } = find(tree, path);
  return supervisor.command(name, id);
}

/** How a tree is stopped. */
export interface StopOptions {
  /** Told by the `supervisor.stopping` event. @default 'shutdown' */
  readonly reason?: string;
  /** A limit for each child's stop, where it is shorter than its own `shutdown`: milliseconds. @default Infinity */
  readonly withinMs?: number;
}

/**
 * Stops a tree in order: children in reverse, each awaited up to its `shutdown`. Resolves when all are
 * stopped or no longer waited for. A second call with a shorter limit cuts the waiting short.
 * (`actor.stop()` cannot wait: it calls the stop hooks and goes.)
 *
 * @example
 * ```ts
 * process.once('SIGTERM', () => void stop(tree, { reason: 'SIGTERM' }));
 * ```
 */
export async function stop<Refs>(tree: Tree<Refs>, options: StopOptions = {}): Promise<void> {
  refuseUnknownKeys('stop', options, ['reason', 'withinMs']);
  const { reason = 'shutdown', withinMs = Infinity } = options;
  requireMs('stop.withinMs', withinMs, { infinity: true });
  return rootOf(tree).stop(reason, withinMs);
}
