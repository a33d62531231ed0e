import type { LifecycleState } from '@kintsugi/core';
import { createTestModel, type TestModel } from 'xstate/graph';
import { type ChartSnapshot, lifecycleMachine } from '../../chart/compile-chart.ts';
import type { Policy } from '../../policy/policy.ts';
import { requirePolicy } from '../../policy/require-policy.ts';

type Name =
  | 'start'
  | 'started'
  | 'retry'
  | 'recovered'
  | 'restart'
  | 'degrade'
  | 'fail'
  | 'exited'
  | 'stop'
  | 'stopped';

/** The names of a lifecycle chart's events; a custom step adds its own. */
export type LifecycleEventName<Step extends string = never> = `service.${Name | Step}`;

/** The test model of a lifecycle chart, typed by the policy's states and events. */
export type LifecycleModel<Step extends string = never> = TestModel<
  ChartSnapshot<LifecycleState | Step>,
  { readonly type: LifecycleEventName<Step> },
  unknown
>;

/**
 * The lifecycle chart of a policy as a test model of `xstate/graph`: for `walk`, and for paths of your
 * own (`getShortestPaths`, `getSimplePaths`, …).
 *
 * @throws InvalidOptionError for what `policy()` has not made
 * @example
 * ```ts
 * walk(lifecycleModel(policy), lifecycleSut(policy));
 * lifecycleModel(selfHealing).getShortestPaths().length; // 25
 * ```
 */
export function lifecycleModel<Step extends string = never>(
  policy: Policy<Step>,
): LifecycleModel<Step> {
  requirePolicy('lifecycleModel.policy', policy);
  // The machine's own event type is looser than what its chart can send.
  return createTestModel(lifecycleMachine(policy)) as unknown as LifecycleModel<Step>;
}
