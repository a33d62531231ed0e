import type { AutoShutdown, Intensity, Strategy } from '@kintsugi/core';
import type { Policy } from '../policy/policy.ts';
import type { Child } from '../service/child.ts';
import type { ById, SupervisorLogic } from '../tree/refs.ts';
import { checkedSupervisor } from './checked-supervisor.ts';
import { define } from './definition.ts';
import { makeChild } from './make-child.ts';
import { rootLink } from './root-link.ts';
import { supervisorLogic } from './supervisor-logic.ts';

/** What a supervisor may be given anew while it runs; only `children` is required. */
export interface SupervisorSettings<List extends readonly Child[] = readonly Child[]> {
  /** Started in this order, stopped in reverse. Ids are unique. */
  readonly children: List;
  /**
   * Who is restarted with a child that failed: nobody else, all of its siblings, or those after it in
   * `children`. @default 'one_for_one'
   */
  readonly strategy?: Exclude<Strategy, 'simple_one_for_one'>;
  /** More restarts than this and the supervisor gives up. @default the policy's; the default policy has none */
  readonly intensity?: Intensity;
  /**
   * Whether it stops when its `significant` children have ended by themselves: with the first, or with
   * the last of them. @default 'never'
   */
  readonly autoShutdown?: AutoShutdown;
}

/** What {@link fromSupervisor} takes; only `children` is required. */
export interface SupervisorOptions<
  List extends readonly Child[],
  Step extends string,
> extends SupervisorSettings<List> {
  /** What is done about faults; not inherited by nested supervisors. @default selfHealing */
  readonly policy?: Policy<Step>;
}

/**
 * Actor logic of a supervisor: starts its children in order, heals them by its policy, stops them in
 * reverse order. Give it to `createActor`, to `invoke.src`, to `spawn`, or to {@link child}.
 *
 * Where a child names others in `dependsOn`, children start and stop side by side: each after, and
 * before, those that it depends on.
 *
 * @throws InvalidOptionError for a duplicate id, a value out of range, an unknown key, a `significant`
 * child without auto shutdown, or a dependency that is unknown or goes round in a circle
 * @example
 * ```ts
 * const tree = createActor(fromSupervisor({ children: [child('greeter', greeter)] })).start();
 * ```
 */
export function fromSupervisor<const List extends readonly Child[], Step extends string = never>(
  options: SupervisorOptions<List, Step>,
): SupervisorLogic<ById<List>, Step> {
  const definition = checkedSupervisor('fromSupervisor', options);
  const logic = { ...supervisorLogic(definition, rootLink, makeChild), kind: 'supervisor' };
  define(logic, definition);
  return logic as unknown as SupervisorLogic<ById<List>, Step>;
}
