import type { HealthCounts, HealthStatus, OpenAlert, SupervisionEvent } from '@kintsugi/core';
import { Observable } from 'rxjs';
import { rootOf } from './find.ts';
import type { Tree } from './paths.ts';

/**
 * Everything that happens in a tree from now on, as it happens. The same stream as `tree.on('*')`, which falls
 * silent when the tree has ended; this one also tells what is sent to it afterwards.
 * A subscriber that throws is reported by rxjs (`config.onUnhandledError`) and disturbs nobody.
 *
 * @example
 * ```ts
 * events$(tree).subscribe((event) => console.log(describeEvent(event)));
 * ```
 */
export function events$(tree: Tree<unknown>): Observable<SupervisionEvent> {
  const { tree: context } = rootOf(tree);
  return new Observable((subscriber) => context.observe((event) => subscriber.next(event)));
}

/** How a tree stands. */
export interface HealthReport {
  /** The worst of its children; a failed child makes it `unhealthy`. */
  readonly status: HealthStatus;
  /** Milliseconds of the tree's clock. */
  readonly at: number;
  /** How many of the root's children stand how; a nested supervisor counts as its own roll-up. */
  readonly children: HealthCounts;
  /** What stands open and wants a person's eye, oldest first. */
  readonly alerts: readonly OpenAlert[];
}

const CHANGES_HEALTH = new Set<SupervisionEvent['type']>([
  'health.changed',
  'alert.raised',
  'alert.cleared',
]);

/**
 * How a tree stands: now, and whenever its status or its alerts change.
 *
 * @example
 * ```ts
 * health$(tree).subscribe(({ status, alerts }) => console.log(status, alerts.map(({ message }) => message)));
 * ```
 */
export function health$(tree: Tree<unknown>): Observable<HealthReport> {
  const { tree: context } = rootOf(tree);
  return new Observable((subscriber) => {
    const leave = context.observe(({ type, path }) => {
      const concerns = CHANGES_HEALTH.has(type) && (path === '' || type !== 'health.changed');
      if (concerns) subscriber.next(healthOfTree(tree));
    });
    subscriber.next(healthOfTree(tree));
    return leave;
  });
}

/**
 * How a tree stands now.
 *
 * @example
 * ```ts
 * healthOfTree(tree).status; // 'healthy'
 * ```
 */
export function healthOfTree(tree: Tree<unknown>): HealthReport {
  const { health, tree: context } = rootOf(tree);
  const { status, counts } = health;
  return {
    status,
    at: context.clock.now(),
    children: { ...counts },
    alerts: [...context.alerts.values()],
  };
}
