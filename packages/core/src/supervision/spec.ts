import type { LifecycleChart } from '../escalation/lifecycle-chart.ts';
import type { EscalationPolicy } from '../escalation/policy.ts';
import type { Intensity } from '../policy/intensity.ts';
import type { RestartType } from '../policy/restart-type.ts';

/** Who is restarted with a child that failed; the group strategies follow. */
export type Strategy = 'one_for_one';

/** What the reducer must know of a child: plain data, checked, complete; shared by equal children. */
export interface ChildSpec {
  readonly kind: 'service' | 'supervisor';
  readonly restart: RestartType;
  /** How long a stop may take: milliseconds, `Infinity`, or `brutal_kill` for no cleanup at all. */
  readonly shutdown: 'brutal_kill' | number;
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
  /** In start order. */
  readonly children: readonly { readonly id: string; readonly spec: ChildSpec }[];
}

/** The path of a child of this supervisor. */
export function pathOf(spec: Pick<SupervisorSpec, 'path'>, id: string): string {
  return spec.path === '' ? id : `${spec.path}/${id}`;
}
