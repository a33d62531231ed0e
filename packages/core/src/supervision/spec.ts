import type { LifecycleChart } from '../escalation/lifecycle-chart.ts';
import type { EscalationPolicy } from '../escalation/policy.ts';
import type { Intensity } from '../policy/intensity.ts';
import type { RestartType } from '../policy/restart-type.ts';

/**
 * Who is restarted with a child that failed: nobody else; all of its siblings; those that were started
 * after it. They are stopped in reverse order and started in order.
 *
 * @see https://www.erlang.org/doc/system/sup_princ.html#restart-strategy
 */
export const STRATEGIES = ['one_for_one', 'one_for_all', 'rest_for_one'] as const;

/** One of {@link STRATEGIES}; `simple_one_for_one` is a supervisor whose children are instances of one template. */
export type Strategy = (typeof STRATEGIES)[number] | 'simple_one_for_one';

/**
 * Whether a supervisor stops when its significant children have ended by themselves: never, with the
 * first of them, with the last.
 *
 * @see https://www.erlang.org/doc/system/sup_princ.html#automatic-shutdown
 */
export const AUTO_SHUTDOWNS = ['never', 'any_significant', 'all_significant'] as const;

/** One of {@link AUTO_SHUTDOWNS}. */
export type AutoShutdown = (typeof AUTO_SHUTDOWNS)[number];

/** What the reducer must know of a child: plain data, checked, complete; shared by equal children. */
export interface ChildSpec {
  readonly kind: 'service' | 'supervisor';
  readonly restart: RestartType;
  /** How long a stop may take: milliseconds, `Infinity`, or `brutal_kill` for no cleanup at all. */
  readonly shutdown: 'brutal_kill' | number;
  /** Whether its end may stop its supervisor, by the supervisor's auto shutdown. */
  readonly significant: boolean;
  /** Siblings that must have come to rest before it is started, and that are stopped after it. */
  readonly dependsOn: readonly string[];
  /** Whether it is paused while one of those is down, instead of being started and failing. */
  readonly pausesWithDependency: boolean;
  /** Restarts granted to this child alone, besides what its supervisor grants to all. */
  readonly intensity: Intensity | undefined;
  /** Whether entering `degraded` runs a hook that can fail. */
  readonly hasDegradeHook: boolean;
}

/** What the reducer must know of its supervisor. */
export interface SupervisorSpec {
  /** Path of the supervisor; the root's is `''`. */
  readonly path: string;
  readonly strategy: Strategy;
  readonly policy: EscalationPolicy;
  /** The chart generated from the policy: it says which moves exist. */
  readonly chart: LifecycleChart;
  readonly intensity: Intensity | undefined;
  readonly autoShutdown: AutoShutdown;
  /** Children it may have at a time, those that are being restarted included; `Infinity` for no limit. */
  readonly maxChildren: number;
  /** In start order. Under `simple_one_for_one` there are none: instances are added. */
  readonly children: readonly { readonly id: string; readonly spec: ChildSpec }[];
}

/** A supervisor of a tree, as plain data. */
export interface SupervisorDescription {
  /** What its reducer is given; `spec.path` says where it stands. */
  readonly spec: SupervisorSpec;
  /** What each instance is run as, in a dynamic supervisor. */
  readonly template: ChildSpec | undefined;
}

/** In a path, what stands for the id of any instance of a dynamic supervisor. */
export const ANY_INSTANCE = '*';

/** The path of a child of this supervisor. */
export function pathOf(spec: Pick<SupervisorSpec, 'path'>, id: string): string {
  return spec.path === '' ? id : `${spec.path}/${id}`;
}
