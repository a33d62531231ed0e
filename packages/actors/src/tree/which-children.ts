import type { ChildRecord, Intensity, RestartType } from '@kintsugi/core';
import type { AnyActorRef } from 'xstate';
import type { Runnable } from '../service/child.ts';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { findPlace, findSupervisor } from './find.ts';
import type { PathIn, SupervisorPath, Tree } from './paths.ts';

/** A child as its supervisor knows it. */
export interface ChildInfo {
  readonly id: string;
  readonly path: string;
  readonly type: 'worker' | 'supervisor';
  /** OTP's view: it runs, it is being restarted, or there is no process. */
  readonly status: 'running' | 'restarting' | 'none';
  /** State of its lifecycle chart. */
  readonly state: string;
  /** Which life it is in, or was in last; 0 before the first. */
  readonly incarnation: number;
  /** How often it was restarted because of its own faults. */
  readonly restarts: number;
  /** When it was, the last times: milliseconds of the clock, oldest first. */
  readonly restartedAt: readonly number[];
  /** It stays the same over all restarts. */
  readonly ref: AnyActorRef;
}

/** How many children there are of what kind. */
export interface ChildCounts {
  /** Children, or 1 for a dynamic supervisor's template. */
  readonly specs: number;
  /** Those with a worker that runs. */
  readonly active: number;
  readonly supervisors: number;
  readonly workers: number;
}

/** A child's description, complete. */
export interface DescribedChild {
  readonly id: string;
  readonly restart: RestartType;
  readonly shutdown: 'brutal_kill' | number;
  readonly type: 'worker' | 'supervisor';
  readonly significant: boolean;
  readonly dependsOn: readonly string[];
  readonly whenDependencyDown: 'go on' | 'pause';
  /** Restarts granted to it alone; undefined when none are set. */
  readonly intensity: Intensity | undefined;
  readonly runs: Runnable | undefined;
  readonly input: unknown;
}

interface NotFound {
  readonly ok: false;
  readonly reason: 'not_found';
}

const NOT_FOUND: NotFound = { ok: false, reason: 'not_found' };

/**
 * The children of a supervisor, those that were started last first.
 *
 * @param path - of the supervisor; `''` is the root
 * @throws UnknownChildError when there is no such supervisor
 * @example
 * ```ts
 * (await whichChildren(tree, '')).map(({ id, status }) => `${id} ${status}`); // ['cart running', 'db none']
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#which_children/1
 */
export async function whichChildren<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: SupervisorPath<Refs, Path>,
): Promise<readonly ChildInfo[]> {
  const supervisor = findSupervisor(tree, path);
  return supervisor.records.flatMap((record) => infoOf(supervisor, record) ?? []).toReversed();
}

/**
 * One child of a supervisor. Constant time.
 *
 * @throws UnknownChildError when the supervisor in the path does not exist
 * @example
 * ```ts
 * await whichChild(tree, 'billing/payments'); // { ok: true, child: { id: 'payments', status: 'running', … } }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#which_child/2
 */
export async function whichChild<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
): Promise<{ readonly ok: true; readonly child: ChildInfo } | NotFound> {
  const { supervisor, id } = findPlace(tree, path);
  const record = supervisor.recordOf(id);
  const child = record && infoOf(supervisor, record);
  return child === undefined ? NOT_FOUND : { ok: true, child };
}

function infoOf(supervisor: SupervisorActor, record: ChildRecord): ChildInfo | undefined {
  const { id, spec, state, incarnation, restarts, history } = record;
  const ref = supervisor.members.get(id)?.ref;
  if (ref === undefined) return undefined;
  const { at = [], next = 0 } = history ?? {};
  return {
    id,
    path: supervisor.pathOf(id),
    type: typeOf(spec),
    status: statusOf(supervisor, record),
    state,
    incarnation,
    restarts,
    restartedAt: [...at.slice(next), ...at.slice(0, next)],
    ref,
  };
}

function typeOf({ kind }: ChildRecord['spec']): 'worker' | 'supervisor' {
  return kind === 'supervisor' ? 'supervisor' : 'worker';
}

/** The records of a tree that was destroyed are what they were then. */
function statusOf(supervisor: SupervisorActor, record: ChildRecord): ChildInfo['status'] {
  return supervisor.snapshot.status === 'active' ? statusInTree(supervisor, record) : 'none';
}

function statusInTree(
  supervisor: SupervisorActor,
  { id, state, life }: ChildRecord,
): ChildInfo['status'] {
  if (life === 'up' || state === 'degraded') return 'running';
  if (life === 'starting') return state === 'restarting' ? 'restarting' : 'running';
  return state === 'restarting' && !waitsForAnother(supervisor, id) ? 'restarting' : 'none';
}

/** A member of a group that waits for another one's restart is idle, in OTP's words. */
function waitsForAnother({ state: { group } }: SupervisorActor, id: string): boolean {
  return group !== undefined && group.culprit !== id;
}

/**
 * How many children a supervisor has.
 *
 * @param path - of the supervisor; `''` is the root
 * @throws UnknownChildError when there is no such supervisor
 * @example
 * ```ts
 * await countChildren(tree, ''); // { specs: 3, active: 2, supervisors: 1, workers: 2 }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#count_children/1
 */
export async function countChildren<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: SupervisorPath<Refs, Path>,
): Promise<ChildCounts> {
  const supervisor = findSupervisor(tree, path);
  const { records, definition } = supervisor;
  const supervisors = records.filter(({ spec }) => spec.kind === 'supervisor').length;
  return {
    specs: definition.template === undefined ? records.length : 1,
    active: records.filter((record) => statusOf(supervisor, record) === 'running').length,
    supervisors,
    workers: records.length - supervisors,
  };
}

/**
 * How a child was described, with what was left out by default.
 *
 * @throws UnknownChildError when the supervisor in the path does not exist
 * @example
 * ```ts
 * await getChildSpec(tree, 'db'); // { ok: true, spec: { id: 'db', restart: 'permanent', shutdown: 5_000, … } }
 * ```
 * @see https://www.erlang.org/doc/apps/stdlib/supervisor.html#get_childspec/2
 */
export async function getChildSpec<Refs, const Path extends string>(
  tree: Tree<Refs>,
  path: PathIn<Refs, Path>,
): Promise<{ readonly ok: true; readonly spec: DescribedChild } | NotFound> {
  const { supervisor, id } = findPlace(tree, path);
  const record = supervisor.recordOf(id);
  if (record === undefined) return NOT_FOUND;
  const { kind: _, hasDegradeHook: __, pausesWithDependency, ...others } = record.spec;
  const { runs, input } = supervisor.roster.descriptionOf(id) ?? {};
  const type = typeOf(record.spec);
  const whenDependencyDown = pausesWithDependency ? 'pause' : 'go on';
  return { ok: true, spec: { id, type, ...others, whenDependencyDown, runs, input } };
}
