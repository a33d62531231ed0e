import type { AnyActorRef } from 'xstate';
import { Observable } from 'rxjs';
import { LogicWork } from '../service/logic-work.ts';
import { ServiceActor } from '../service/service-actor.ts';
import { find } from './find.ts';
import type { PathIn, RefAt, Tree, WorkerAt } from './paths.ts';

/**
 * The ref at a path. It stays the same over all restarts of the child.
 *
 * @throws UnknownChildError naming the known children
 * @example
 * ```ts
 * await waitFor(refAt(tree, 'billing/payments'), (snapshot) => snapshot.matches('running'));
 * ```
 */
export function refAt<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
): RefAt<Refs, Path>;
export function refAt(tree: Tree<unknown>, path: string): AnyActorRef {
  return find(tree, path).member.ref;
}

/**
 * The worker of XState logic at a path: this incarnation's actor, undefined while there is none and
 * for a service made of functions.
 *
 * @throws UnknownChildError naming the known children
 * @example
 * ```ts
 * workerAt(tree, 'cart')?.getSnapshot().context.items; // ['tea']
 * ```
 */
export function workerAt<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
): WorkerAt<Refs, Path>;
export function workerAt(tree: Tree<unknown>, path: string): AnyActorRef | undefined {
  const { member } = find(tree, path);
  return member instanceof ServiceActor ? member.work.worker : undefined;
}

type SnapshotAt<Refs, Path extends string> =
  NonNullable<WorkerAt<Refs, Path>> extends { getSnapshot(): infer Snapshot } ? Snapshot : never;

/**
 * Snapshots of the worker at a path, across incarnations: after a restart those of the new one
 * follow. Completes never; subscribing tells the current snapshot first.
 *
 * @throws UnknownChildError naming the known children
 * @example
 * ```ts
 * workerSnapshots$(tree, 'cart').subscribe(({ context }) => render(context.items));
 * ```
 */
export function workerSnapshots$<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
): Observable<SnapshotAt<Refs, Path>>;
export function workerSnapshots$(tree: Tree<unknown>, path: string): Observable<unknown> {
  const { member } = find(tree, path);
  return new Observable((subscriber) => {
    const work = member instanceof ServiceActor ? member.work : undefined;
    if (!(work instanceof LogicWork)) return undefined;
    let unsubscribe: (() => void) | undefined;
    let last: unknown;
    const next = (snapshot: unknown) => {
      // XState tells a snapshot anew with every event, and the first one when the worker starts.
      if (snapshot !== last) subscriber.next(snapshot);
      last = snapshot;
    };
    const leave = work.followWorker((worker) => {
      unsubscribe?.();
      if (worker === undefined) return;
      next(worker.getSnapshot());
      const subscription = worker.subscribe({
        next,
        // The supervisor hears of it; without this XState would make it an uncaught exception.
        error: () => undefined,
      });
      unsubscribe = () => subscription.unsubscribe();
    });
    return () => {
      unsubscribe?.();
      leave();
    };
  });
}
