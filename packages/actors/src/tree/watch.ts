import { invalidOption } from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import { ServiceActor } from '../service/service-actor.ts';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { supervisorOf } from '../supervisor/supervisor-logic.ts';
import { rootOf } from './find.ts';
import { memberAt } from './lineage.ts';
import { type EndNotice, type Monitor, OpenMonitor } from './monitor.ts';
import { Monitors } from './monitors.ts';
import type { PathIn, Tree } from './paths.ts';

type Watchable<Refs, Target> = Target extends string
  ? Target extends ''
    ? ''
    : PathIn<Refs, Target>
  : Target;

/**
 * Watches a child, or a whole supervisor, until it has ended for good: OTP's monitor. Exactly one notice,
 * then it is over; each call is a monitor of its own. Restarts and degraded are no end, also not a
 * restart of a supervisor above. An end is: it was done, was stopped or removed by order, is parked in
 * `failed`, was temporary and crashed, or what is above it has ended for good.
 *
 * The notice comes a moment later, never within the call, and after the last answer of the watched. When
 * a child ends by itself its cleanup may still go on. A listener that throws is told as `observer.failed`.
 *
 * @param target - a path, or a ref of this tree; `''` is the tree itself. What has ended before, and a
 * path where nobody is, have one notice with the cause `not_running`
 * @throws InvalidOptionError for what is neither a path nor a ref of this tree, or no function
 * @example
 * ```ts
 * watch(tree, 'billing/payments', (notice) => {
 *   if (notice.cause === 'failed') page(notice.path, notice.error);
 * });
 * ```
 * @see https://www.erlang.org/doc/system/ref_man_processes.html#monitors
 */
export function watch<Refs, const Target extends string | AnyActorRef>(
  tree: Tree<Refs>,
  target: Watchable<Refs, Target>,
  onEnd: (notice: EndNotice) => void,
): Monitor;
export function watch(
  tree: Tree<unknown>,
  target: string | AnyActorRef,
  onEnd: (notice: EndNotice) => unknown,
): Monitor {
  const supervisor = rootOf(tree);
  if (typeof onEnd !== 'function') throw invalidOption('watch.onEnd', 'a function', onEnd);
  const context = supervisor.tree;
  const root = rootOf(context.root);
  const path = typeof target === 'string' ? below(supervisor, target) : pathOf(supervisor, target);
  const monitor = new OpenMonitor(path, onEnd);
  context.monitors ??= new Monitors(root);
  // Another may stand in the place of one that was removed.
  if (typeof target !== 'string' && refAt(root, path) !== target)
    context.monitors.open(monitor, true);
  else context.monitors.open(monitor);
  return monitor;
}

function below(supervisor: SupervisorActor, path: string): string {
  return path === '' ? supervisor.parent.path : supervisor.pathOf(path);
}

function refAt(root: SupervisorActor, path: string): AnyActorRef | undefined {
  return path === '' ? root.ref : memberAt(root, path)?.ref;
}

function pathOf({ tree }: SupervisorActor, ref: unknown): string {
  const owner = ownerOf(ref);
  if (owner === undefined || owner.tree !== tree)
    throw invalidOption('watch.target', 'a path, or a ref of this tree', ref);
  return owner instanceof ServiceActor ? owner.path : owner.parent.path;
}

/** What stands behind a ref. A service's snapshot may be shared by many; its actor's logic is its own. */
function ownerOf(ref: unknown): ServiceActor | SupervisorActor | undefined {
  if (typeof ref !== 'object' || ref === null || !('getSnapshot' in ref)) return undefined;
  if ('logic' in ref && ref.logic instanceof ServiceActor) return ref.logic;
  return typeof ref.getSnapshot === 'function' ? supervisorOf(ref.getSnapshot()) : undefined;
}

/**
 * Takes a monitor back: no notice comes any more, also when the end has happened already and the notice
 * is on its way. Nothing when it has been given, or taken back before.
 *
 * @throws InvalidOptionError for anything that `watch` has not made
 * @example
 * ```ts
 * const monitor = watch(tree, 'cart', closeTab);
 * unwatch(monitor);
 * ```
 */
export function unwatch(monitor: Monitor): void {
  if (!(monitor instanceof OpenMonitor))
    throw invalidOption('unwatch.monitor', 'made by watch()', monitor);
  monitor.cancel();
}
