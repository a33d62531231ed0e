import type { Supervised } from '../supervisor/supervised.ts';
import { NestedSupervisor } from '../supervisor/nested-supervisor.ts';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { supervisorOf } from '../supervisor/supervisor-logic.ts';
import { NotATreeError, UnknownChildError } from './errors.ts';

/** The supervisor that a tree is. */
export function rootOf(tree: { getSnapshot(): unknown }): SupervisorActor {
  const supervisor = supervisorOf(tree.getSnapshot());
  if (supervisor === undefined) throw new NotATreeError();
  return supervisor;
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
