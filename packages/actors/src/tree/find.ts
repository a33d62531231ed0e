import type { Supervised } from '../supervisor/supervised.ts';
import { NestedSupervisor } from '../supervisor/nested-supervisor.ts';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { supervisorOf } from '../supervisor/supervisor-logic.ts';
import { NotATreeError, UnknownChildError } from './errors.ts';

/**
 * The supervisor that a tree is.
 *
 * @throws NotATreeError for anything else
 */
export function rootOf(tree: { getSnapshot(): unknown }): SupervisorActor {
  const supervisor = isActor(tree) ? supervisorOf(tree.getSnapshot()) : undefined;
  if (supervisor === undefined) throw new NotATreeError();
  return supervisor;
}

/** What is given may be anything: no type is checked in JavaScript. */
function isActor(tree: unknown): boolean {
  const isObject = typeof tree === 'object' && tree !== null;
  return isObject && 'getSnapshot' in tree && typeof tree.getSnapshot === 'function';
}

/** A child by its place: its supervisor, its id there, and what it is. */
export interface Found {
  readonly supervisor: SupervisorActor;
  readonly id: string;
  readonly member: Supervised;
}

/**
 * Walks the supervisors' maps: a snapshot's `children` would be made for it.
 *
 * @throws UnknownChildError naming the ids at the level where the path is wrong
 */
export function find(tree: { getSnapshot(): unknown }, path: string): Found {
  let supervisor = rootOf(tree);
  let from = 0;
  for (;;) {
    const slash = path.indexOf('/', from);
    const id = slash === -1 ? path.slice(from) : path.slice(from, slash);
    const member = supervisor.members.get(id);
    if (member === undefined) throw unknownChild(supervisor, path);
    if (slash === -1) return { supervisor, id, member };
    const below =
      member instanceof NestedSupervisor ? supervisorOf(member.ref.getSnapshot()) : undefined;
    if (below === undefined) throw unknownChild(undefined, path);
    supervisor = below;
    from = slash + 1;
  }
}

function unknownChild(supervisor: SupervisorActor | undefined, path: string): UnknownChildError {
  const known =
    supervisor === undefined
      ? []
      : [...supervisor.members.keys()].map((id) => supervisor.pathOf(id));
  return new UnknownChildError(path, known);
}

/** A place in the tree: its supervisor, and the id there, whether or not there is such a child. */
export interface Place {
  readonly supervisor: SupervisorActor;
  readonly id: string;
}

/**
 * @throws UnknownChildError when there is no such supervisor
 */
export function findPlace(tree: { getSnapshot(): unknown }, path: string): Place {
  const slash = path.lastIndexOf('/');
  const supervisor = findSupervisor(tree, slash === -1 ? '' : path.slice(0, slash));
  return { supervisor, id: path.slice(slash + 1) };
}

/**
 * The supervisor at a path; the root's is `''`.
 *
 * @throws UnknownChildError when there is none
 */
export function findSupervisor(tree: { getSnapshot(): unknown }, path: string): SupervisorActor {
  if (path === '') return rootOf(tree);
  const { member, supervisor } = find(tree, path);
  const found =
    member instanceof NestedSupervisor ? supervisorOf(member.ref.getSnapshot()) : undefined;
  if (found === undefined) throw unknownSupervisor(supervisor, path);
  return found;
}

function unknownSupervisor({ members, pathOf }: SupervisorActor, path: string): UnknownChildError {
  const supervisors = [...members].filter(([, member]) => member instanceof NestedSupervisor);
  return new UnknownChildError(
    path,
    supervisors.map(([id]) => pathOf(id)),
    'supervisor',
  );
}

/** {@link find} for a message: one for nobody is told about. */
export function findReceiver(
  tree: { getSnapshot(): unknown },
  path: string,
  kind: 'ask' | 'tell',
): Supervised {
  try {
    return find(tree, path).member;
  } catch (error) {
    if (error instanceof UnknownChildError) {
      const { tree: context } = rootOf(tree);
      const at = context.clock.now();
      context.publish({ type: 'message.undeliverable', at, path, kind, reason: 'unknown child' });
    }
    throw error;
  }
}
