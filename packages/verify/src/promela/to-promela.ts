import type { AnySupervisorLogic, Policy } from '@kintsugi/actors';
import { invalidOption } from '@kintsugi/core';
import { checksOf } from '../verify.ts';
import type { VerifyOptions } from '../verify-options.ts';
import { claimsOf, HEADER, headerOf, type LtlClaim, promelaOf } from './promela.ts';

/** An explored supervisor, for another engine to search. */
export interface PromelaModel {
  readonly path: string;
  readonly strategy: string;
  /** Files to be written into one folder: `model.pml` and what it includes. */
  readonly files: Readonly<Record<'model.pml' | 'model.h', string>>;
  /** Temporal claims in it, by name. */
  readonly claims: readonly LtlClaim[];
  /** How many states our own search has found: spin must find as many. */
  readonly states: number;
}

/**
 * The tables that {@link verify} explores, as Promela models for `spin`: one a supervisor, or one a strategy
 * for a policy. The tables are shared, so that spin's verdict says that the search of the product and the
 * temporal check agree; not that the tables are right.
 *
 * @throws InvalidOptionError for an option out of range, or a scope that cannot be explored to its end
 * @see https://spinroot.com
 */
export function toPromela(
  subject: AnySupervisorLogic | Policy<string>,
  options: VerifyOptions = {},
): readonly PromelaModel[] {
  return checksOf(subject, options).map(({ path, strategy, checked: { system, explored } }) => {
    if (!explored.isComplete)
      throw invalidOption('toPromela.options', 'a scope that is explored to its end', options);
    return {
      path,
      strategy,
      files: { 'model.pml': promelaOf(system), [HEADER]: headerOf(system, explored) },
      claims: claimsOf(system),
      states: explored.points.size,
    };
  });
}
