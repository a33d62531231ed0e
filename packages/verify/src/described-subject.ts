import {
  type AnySupervisorLogic,
  describeTree,
  type Policy,
  type SupervisorDescription,
} from '@kintsugi/actors';
import { type ChildSpec, invalidOption, InvalidOptionError, type Strategy } from '@kintsugi/core';

const TREE = "a tree's logic, made by fromSupervisor itself";

/**
 * Every supervisor of a tree as it was described, parents first.
 *
 * @param option - what the caller calls the tree, for the error
 * @throws InvalidOptionError for anything but the logic that `fromSupervisor` or `fromDynamicSupervisor` has made
 */
export function describedTree(
  option: string,
  logic: AnySupervisorLogic,
  rule: string = TREE,
): readonly SupervisorDescription[] {
  try {
    return describeTree(logic);
  } catch (error) {
    // Only the actors can tell their own logic from a copy; who has called is known here.
    throw error instanceof InvalidOptionError ? invalidOption(option, rule, logic) : error;
  }
}

/**
 * The same, or what `ofPolicy` makes of a policy.
 *
 * @throws InvalidOptionError for anything but a tree's logic or a policy
 */
export function describedSubject(
  option: string,
  subject: AnySupervisorLogic | Policy<string>,
  ofPolicy: (policy: Policy<string>) => readonly SupervisorDescription[],
): readonly SupervisorDescription[] {
  return isPolicy(subject)
    ? ofPolicy(subject)
    : describedTree(option, subject, `${TREE}, or a policy, made by policy()`);
}

/** One that has been through JSON has lost its functions, and whatever was `Infinity`. */
function isPolicy(subject: AnySupervisorLogic | Policy<string>): subject is Policy<string> {
  const isObject = typeof subject === 'object' && subject !== null;
  return isObject && subject.kind === 'policy' && subject.runs instanceof Map;
}

/** A supervisor that has this policy, and permanent services with these ids. */
export function policyDescription(
  { escalation, chart }: Policy<string>,
  strategy: Strategy,
  ids: readonly string[],
): SupervisorDescription {
  const spec = {
    path: '',
    strategy,
    autoShutdown: 'never',
    policy: escalation,
    chart: chart.chart,
    intensity: escalation.intensity,
    maxChildren: Infinity,
    children: ids.map((id) => ({ id, spec: SERVICE })),
  } as const;
  return { spec, template: undefined };
}

const SERVICE: ChildSpec = {
  kind: 'service',
  restart: 'permanent',
  shutdown: 5_000,
  significant: false,
  dependsOn: [],
  pausesWithDependency: false,
  intensity: undefined,
  hasDegradeHook: false,
};
