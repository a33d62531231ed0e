import {
  type ChildSpec,
  type EscalationPolicy,
  type Intensity,
  lifecycleChart,
  selfHealing,
  type SupervisorSpec,
} from '../../src/index.ts';

/** How a child under test behaves; left out: a permanent service that stops within 5 s. */
export type Child = Partial<ChildSpec>;

/** What a supervisor under test is like; what is left out is as by default. */
export interface TreeOptions {
  readonly policy?: EscalationPolicy;
  readonly intensity?: Intensity | undefined;
  readonly path?: string;
  readonly strategy?: SupervisorSpec['strategy'];
  readonly autoShutdown?: SupervisorSpec['autoShutdown'];
  readonly maxChildren?: number;
}

/** A child, complete. */
export function childSpec(child: Child = {}): ChildSpec {
  return {
    kind: 'service',
    restart: 'permanent',
    shutdown: 5_000,
    significant: false,
    dependsOn: [],
    pausesWithDependency: false,
    intensity: undefined,
    hasDegradeHook: false,
    ...child,
  };
}

export function specOf(
  children: Readonly<Record<string, Child>>,
  options: TreeOptions = {},
): SupervisorSpec {
  const { policy = selfHealing, path = '' } = options;
  return {
    path,
    strategy: options.strategy ?? 'one_for_one',
    autoShutdown: options.autoShutdown ?? 'never',
    maxChildren: options.maxChildren ?? Infinity,
    policy,
    chart: lifecycleChart(policy),
    intensity: options.intensity ?? policy.intensity,
    children: Object.entries(children).map(([id, child]) => ({ id, spec: childSpec(child) })),
  };
}
