import { type AutoShutdown, invalidOption, InvalidOptionError } from '@kintsugi/core';
import { type Child, describedChild, type Runnable } from '../service/child.ts';
import { checkedSupervisor } from '../supervisor/checked-supervisor.ts';
import type { SupervisorSettings } from '../supervisor/from-supervisor.ts';

/** What the children are to be children of. */
export interface CheckOptions {
  /** @default 'never' */
  readonly autoShutdown?: AutoShutdown;
  /** @default 'one_for_one' */
  readonly strategy?: NonNullable<SupervisorSettings['strategy']>;
}

/** Whether children could be those of one supervisor; otherwise the first error. */
export type CheckResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: InvalidOptionError };

/**
 * Checks descriptions of children without starting anything: for those that come from a file or a form.
 * Takes what `child` makes, and plain objects `{ id, runs, restart?, … }`.
 *
 * @example
 * ```ts
 * checkChildSpecs([{ id: 'db', runs: database, restart: 'always' }]);
 * // { ok: false, error: child("db").restart must be one of permanent, transient, temporary, got "always" }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#check_childspecs/1
 */
export function checkChildSpecs(list: readonly unknown[], options: CheckOptions = {}): CheckResult {
  try {
    if (!Array.isArray(list)) throw invalidOption('checkChildSpecs', 'a list of children', list);
    const children = list.map((value: unknown, index) =>
      described(`checkChildSpecs[${index}]`, value),
    );
    checkedSupervisor('checkChildSpecs', { ...options, children });
    return { ok: true };
  } catch (error) {
    if (error instanceof InvalidOptionError) return { ok: false, error };
    throw error;
  }
}

function described(option: string, value: unknown): Child {
  if (typeof value !== 'object' || value === null)
    throw invalidOption(option, 'a child, or { id, runs, … }', value);
  if ('service' in value && 'spec' in value) return value as Child;
  const { id, runs, ...spec } = value as { readonly id?: unknown; readonly runs?: unknown };
  if (id === undefined) throw invalidOption(`${option}.id`, 'given', id);
  if (runs === undefined) throw invalidOption(`${option}.runs`, 'given', runs);
  return describedChild(id as string, runs as Runnable, spec);
}
