import { errorRecord } from '@kintsugi/core';
import { ServiceActor } from '../service/service-actor.ts';
import { find, rootOf } from '../tree/find.ts';
import type { Tree } from '../tree/paths.ts';

/**
 * Tells the tree that a person has ordered something: the event `command.given`. Nothing is done by it.
 *
 * @param path - of whom it is ordered
 * @param by - who has
 * @example
 * ```ts
 * announceOrder(tree, 'billing/payments', 'recover', 'ann');
 * await recover(tree, 'billing/payments');
 * ```
 */
export function announceOrder(
  tree: Tree<unknown>,
  path: string,
  command: string,
  by: string,
): void {
  const { tree: context } = rootOf(tree);
  context.publish({ type: 'command.given', at: context.clock.now(), path, command, by });
}

/** What an injected fault came to. */
export type InjectionResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'not_a_service' | 'not_running';
      readonly state: string;
    };

/**
 * Makes the worker of a service fail with this error, as if it had failed by itself: it is judged, told, and
 * answered by the chain. Only a service that runs.
 *
 * @throws UnknownChildError naming the known children
 * @example
 * ```ts
 * injectFault(tree, 'billing/payments', new TransientError('a drill')); // { ok: true }
 * ```
 */
export function injectFault(tree: Tree<unknown>, path: string, error: unknown): InjectionResult {
  const { member, supervisor, id } = find(tree, path);
  const state = supervisor.recordOf(id)?.state ?? 'stopped';
  if (!(member instanceof ServiceActor)) return { ok: false, reason: 'not_a_service', state };
  const { life } = member;
  if (state !== 'running' || life === undefined || life.isEnding)
    return { ok: false, reason: 'not_running', state };
  member.reportFault(life, member.judge(error, 'worker'));
  return { ok: true };
}

/**
 * Tells the tree that whoever shows it to people has failed at that: the event `observer.failed`.
 *
 * @example
 * ```ts
 * tellPageFailed(tree, 'billing/payments', error);
 * ```
 */
export function tellPageFailed(tree: Tree<unknown>, path: string, thrown: unknown): void {
  const { tree: context } = rootOf(tree);
  const at = context.clock.now();
  const error = errorRecord(thrown);
  context.publish({ type: 'observer.failed', at, path, observer: 'page', error });
}
