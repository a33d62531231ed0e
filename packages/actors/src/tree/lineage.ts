import { NestedSupervisor } from '../supervisor/nested-supervisor.ts';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { supervisorOf } from '../supervisor/supervisor-logic.ts';
import type { Supervised } from '../supervisor/supervised.ts';
import type { Found } from './find.ts';

/** The way from the root down to a place, a child at each step; undefined where there is no such place. */
export function lineage(root: SupervisorActor, path: string): readonly Found[] | undefined {
  const steps: Found[] = [];
  let supervisor: SupervisorActor | undefined = root;
  for (const id of path === '' ? [] : path.split('/')) {
    const member: Supervised | undefined = supervisor?.members.get(id);
    if (supervisor === undefined || member === undefined) return undefined;
    steps.push({ supervisor, id, member });
    supervisor = supervisorIn(member);
  }
  return steps;
}

/** The supervisor that a child is, if it is one. */
export function supervisorIn(member: Supervised): SupervisorActor | undefined {
  return member instanceof NestedSupervisor ? supervisorOf(member.ref.getSnapshot()) : undefined;
}

/** The child at a place below the root. */
export function memberAt(root: SupervisorActor, path: string): Supervised | undefined {
  return lineage(root, path)?.at(-1)?.member;
}

/** Whether nothing but an order brings back what is at this place; also when nothing is there. */
export function isAtRest(root: SupervisorActor, path: string): boolean {
  const steps = root.snapshot.status === 'active' ? lineage(root, path) : undefined;
  return steps === undefined || steps.some(hasRested);
}

function hasRested({ supervisor, id }: Found): boolean {
  const state = supervisor.recordOf(id)?.state;
  const isIdle = state === undefined || state === 'stopped' || state === 'failed';
  // A supervisor that is down and may be started again brings its children back.
  return isIdle && (supervisor.parent.isRoot || !supervisor.end.isDown);
}
