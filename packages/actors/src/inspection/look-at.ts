import {
  type ChildRecord,
  type HealthStatus,
  healthOf,
  type SupervisorSpec,
  type SupervisorState,
} from '@kintsugi/core';
import { ServiceActor } from '../service/service-actor.ts';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { type Found, rootOf } from '../tree/find.ts';
import { lineage, supervisorIn } from '../tree/lineage.ts';
import type { Tree } from '../tree/paths.ts';

/** A supervisor as its reducer knows it. Its own memory, which it goes on changing: read it now, and only read. */
export interface LookedAtSupervisor {
  readonly spec: SupervisorSpec;
  readonly state: Readonly<SupervisorState>;
}

/** A place in the tree as the tree itself sees it at this instant. */
export interface Look {
  /** Ids from below the root to it, joined by `/`; the root itself is `''`. */
  readonly path: string;
  /** Whose child it is, and what is remembered of it there; undefined for the root. */
  readonly child:
    | { readonly of: SupervisorSpec; readonly record: Readonly<ChildRecord> }
    | undefined;
  /** What it is when it is a supervisor. */
  readonly supervisor: LookedAtSupervisor | undefined;
  /** Undefined for one that was stopped by order. */
  readonly health: HealthStatus | undefined;
  /** When its life began: milliseconds of the clock; undefined while there is none. */
  readonly upSince: number | undefined;
  /** How many requests wait, of a service. */
  readonly waiting: number | undefined;
  /** Whether it answers while it is degraded, of a service; undefined where that is not known. */
  readonly hasFallback: boolean | undefined;
  /** The whole tree was stopped at once, by its actor's `stop`: whatever its supervisors remember, nothing runs. */
  readonly hasEndedAtOnce: boolean;
}

/**
 * Looks at one place in a tree, in constant time: a walk down its path.
 *
 * @returns undefined when there is no such place
 * @example
 * ```ts
 * lookAt(tree, 'billing/payments')?.child?.record.incident?.step; // 'retry'
 * ```
 */
export function lookAt(tree: Tree<unknown>, path: string): Look | undefined {
  const root = rootOf(tree);
  const look = path === '' ? lookAtRoot(root) : lookBelow(root, path);
  if (look === undefined || root.snapshot.status !== 'stopped')
    return look && { ...look, hasEndedAtOnce: false };
  return { ...look, health: undefined, upSince: undefined, hasEndedAtOnce: true };
}

type Alive = Omit<Look, 'hasEndedAtOnce'>;

function lookBelow(root: SupervisorActor, path: string): Alive | undefined {
  const found = lineage(root, path)?.at(-1);
  return found && lookAtChild(path, found);
}

function lookAtRoot(root: SupervisorActor): Alive {
  const { health, end, state } = root;
  return {
    path: '',
    child: undefined,
    supervisor: root,
    health: end.isOver ? healthOf(state.state) : health.status,
    upSince: upSince(root),
    ...NO_SERVICE,
  };
}

function lookAtChild(path: string, { supervisor, id, member }: Found): Alive | undefined {
  const record = supervisor.recordOf(id);
  if (record === undefined) return undefined;
  const { health } = member;
  const look = { path, child: { of: supervisor.spec, record }, health };
  const inside = supervisorIn(member);
  return member instanceof ServiceActor
    ? { ...look, supervisor: undefined, ...ofService(record, member) }
    : { ...look, supervisor: inside, upSince: inside && upSince(inside), ...NO_SERVICE };
}

const NO_SERVICE = { waiting: undefined, hasFallback: undefined } as const;

function ofService(
  record: ChildRecord,
  { life, work, service }: ServiceActor,
): Pick<Look, 'upSince' | 'waiting' | 'hasFallback'> {
  const began = record.life === 'up' ? life?.startedAt : undefined;
  const hasFallback = service.hooks?.fallback !== undefined;
  return { upSince: began, waiting: work.waiting?.size ?? 0, hasFallback };
}

function upSince({ state, upSince: since }: SupervisorActor): number | undefined {
  return state.state === 'running' || state.state === 'restarting' ? since : undefined;
}

/**
 * What time it is in a tree: milliseconds of its clock.
 *
 * @throws NotATreeError for anything but a tree
 * @example
 * ```ts
 * nowIn(tree); // 1_700_000_000_000.5
 * ```
 */
export function nowIn(tree: Tree<unknown>): number {
  return rootOf(tree).tree.clock.now();
}

/**
 * Requests that wait for the service at a path, oldest first, up to so many; of anything else none.
 *
 * @example
 * ```ts
 * waitingAt(tree, 'billing/payments', 20); // [{ amount: 5 }, { amount: 7 }]
 * ```
 */
export function waitingAt(tree: Tree<unknown>, path: string, most: number): readonly unknown[] {
  const member = lineage(rootOf(tree), path)?.at(-1)?.member;
  const waiting = member instanceof ServiceActor ? member.work.waiting : undefined;
  return (waiting?.peek(most) ?? []).map(({ request }) => request);
}
