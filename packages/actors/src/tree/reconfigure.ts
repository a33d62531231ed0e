import { InvalidOptionError } from '@kintsugi/core';
import type { Runnable } from '../service/child.ts';
import type { SupervisorDefinition } from '../supervisor/definition.ts';
import type { DynamicSupervisorSettings } from '../supervisor/from-dynamic-supervisor.ts';
import type { SupervisorSettings } from '../supervisor/from-supervisor.ts';
import { redefinition } from '../supervisor/redefinition.ts';
import { findSupervisor } from './find.ts';
import type { RefOfSupervisor, SupervisorPath, Tree } from './paths.ts';
import type { instanceTypes, templateTypes } from './refs.ts';
import type { ReplacementSettings } from './replacement.ts';

/** What {@link reconfigure} came to; with an error nothing has been touched. */
export type ReconfigureResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'invalid'; readonly error: InvalidOptionError }
  | { readonly ok: false; readonly reason: 'stopped' };

/** What a supervisor of this sort may be given; of the root, and of a path known at run time only, either. */
type SettingsFor<Ref, Runs extends Runnable> = Ref extends {
  readonly role?: 'supervisor';
  readonly [templateTypes]?: infer Template;
  readonly [instanceTypes]?: infer Instance;
}
  ? unknown extends Template
    ? SupervisorSettings
    : ReplacementSettings<Exclude<Template, undefined>, Exclude<Instance, undefined>, Runs>
  : SupervisorSettings | DynamicSupervisorSettings;

/**
 * Gives a running supervisor another description of itself: OTP's code change. Flags hold from now on.
 * Children of the same id are described anew: what runs goes on as it is, a service runs what it is
 * described as from its next life on, and a nested supervisor that is described by another logic from its
 * next start on; by its own path it is reconfigured at once. Instances of a template follow it, but for
 * what each was given of its own. New ones are known, but not started (`restartChild` does); those that
 * are named no longer are kept, and kept running, behind the others, until their supervisor is started
 * again. What has been counted counts on.
 *
 * @param path - of the supervisor; `''` is the root
 * @throws UnknownChildError when there is no such supervisor
 * @example
 * ```ts
 * await reconfigure(tree, 'billing', { strategy: 'one_for_all', children }); // { ok: true }
 * await reconfigure(tree, 'billing', { strategy: 'all', children }); // { ok: false, reason: 'invalid', error }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#code-change
 */
export function reconfigure<Refs, const Path extends string, Runs extends Runnable = Runnable>(
  tree: Tree<Refs>,
  path: SupervisorPath<Refs, Path>,
  settings: SettingsFor<RefOfSupervisor<Refs, Path>, Runs>,
): Promise<ReconfigureResult>;
export async function reconfigure(
  tree: Tree<unknown>,
  path: string,
  settings: SupervisorSettings | DynamicSupervisorSettings,
): Promise<ReconfigureResult> {
  const supervisor = findSupervisor(tree, path);
  let definition: SupervisorDefinition;
  try {
    definition = redefinition(supervisor, settings);
  } catch (error) {
    if (error instanceof InvalidOptionError) return { ok: false, reason: 'invalid', error };
    throw error;
  }
  const isDone = await supervisor.reconfigure(definition);
  return isDone ? { ok: true } : { ok: false, reason: 'stopped' };
}
