import type { AnySupervisorLogic, Policy, SupervisorDescription } from '@kintsugi/actors';
import { type EscalationPolicy, invalidOption, stepBudget } from '@kintsugi/core';
import { type Check, checksOf, toExplore } from '../verify.ts';
import { type CheckedOptions, checkedOptions, type VerifyOptions } from '../verify-options.ts';
import { claimsOf, HEADER, headerOf, type LtlClaim, promelaOf } from './promela.ts';

/** An explored supervisor, for another engine to search. */
export interface PromelaModel {
  /** Where it stands in the tree; the root's, and a policy's, is `''`. */
  readonly path: string;
  readonly strategy: string;
  /** Files to be written into one folder: `model.pml` and what it includes. */
  readonly files: Readonly<Record<'model.pml' | 'model.h', string>>;
  /** Temporal claims in it. */
  readonly claims: readonly LtlClaim[];
  /** How many states our own search has found: spin must find as many. */
  readonly states: number;
}

/**
 * The tables that {@link verify} explores, as Promela models for `spin`: one a supervisor, or one a strategy
 * for a policy. The tables are shared, so that spin's verdict says that the search of the product and the
 * temporal check agree; not that the tables are right.
 *
 * The claims are about what comes about in the end, and that nobody outlives the supervisor; properties of
 * a turn are not among them.
 *
 * @throws InvalidOptionError for an option out of range, a scope that is not explored to its end, and for what
 * has no form in Promela: dynamic supervisors, supervisors without a child, properties of your own, and any
 * number of faults where a step has no limit
 * @example
 * ```ts
 * const [model] = toPromela(shop, { services: 2, maxFaults: 2 });
 * for (const [name, text] of Object.entries(model.files)) writeFileSync(name, text);
 * // spin -a model.pml && gcc -DNOREDUCE -DNFAIR=4 -DVECTORSZ=2048 -o pan pan.c && ./pan -a -f -N shutdown
 * ```
 * @see https://spinroot.com
 */
export function toPromela(
  subject: AnySupervisorLogic | Policy<string>,
  options: VerifyOptions = {},
): readonly PromelaModel[] {
  const checked = checkedOptions(options);
  if (checked.properties.length > 0)
    throw invalidOption(
      'toPromela.properties',
      'left out: spin does not ask them',
      checked.properties,
    );
  const descriptions = toExplore('toPromela', subject, checked.services);
  for (const description of descriptions) refuseFormless(description, checked);
  return checksOf(descriptions, checked).map(modelOf);
}

/** Each of them would be a model of something else, and spin would not know. */
function refuseFormless(
  { spec, template }: SupervisorDescription,
  { scope: { maxFaults } }: CheckedOptions,
): void {
  const at = spec.path === '' ? 'the root' : spec.path;
  if (template !== undefined)
    throw invalidOption('toPromela', 'a tree without dynamic supervisors', at);
  if (spec.children.length === 0)
    throw invalidOption('toPromela', 'a tree whose supervisors all have a child', at);
  // What then is promised within one window only, the claims promise without one.
  if (maxFaults === Infinity && hasEndlessStep(spec.policy))
    throw invalidOption(
      'toPromela.maxFaults',
      `an integer, because a step of ${at} has no limit`,
      maxFaults,
    );
}

function hasEndlessStep(policy: EscalationPolicy): boolean {
  const steps = ['retry', 'restart', ...Object.keys(policy.customSteps)];
  return steps.some((step) => stepBudget(policy, step) === Infinity);
}

function modelOf({ path, strategy, options, checked }: Check): PromelaModel {
  const { system, explored, counterexample } = checked;
  if (!explored.isComplete && counterexample !== undefined)
    throw invalidOption(
      'toPromela.reduce',
      'one that breaks no property of a turn',
      counterexample.broken,
    );
  if (!explored.isComplete)
    throw invalidOption(
      'toPromela.maxStates',
      'enough to explore the scope to its end',
      options.maxStates,
    );
  return {
    path,
    strategy,
    files: { 'model.pml': promelaOf(system), [HEADER]: headerOf(system, explored) },
    claims: claimsOf(system),
    states: explored.points.size,
  };
}
