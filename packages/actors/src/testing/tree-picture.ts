import { errorRecord, type FaultContext, type HealthStatus, oneLine } from '@kintsugi/core';
import { NestedSupervisor } from '../supervisor/nested-supervisor.ts';
import type { Supervised } from '../supervisor/supervised.ts';
import type { SupervisorActor } from '../supervisor/supervisor-actor.ts';
import { supervisorOf } from '../supervisor/supervisor-logic.ts';
import { rootOf } from '../tree/find.ts';

/** One child of a tree, as a picture shows it. */
export interface PictureLine {
  /** `root` for the root itself. */
  readonly path: string;
  readonly kind: 'service' | 'supervisor';
  readonly state: string;
  /** How it stands; undefined when it was stopped by order. */
  readonly health: HealthStatus | undefined;
  /** Why it is where it is: its step and its incident, and what was thrown. Undefined while it is well. */
  readonly why: string | undefined;
}

/** A tree as it stands: the root, and every child in start order, a supervisor before its own. */
export function pictureOf(tree: { getSnapshot(): unknown }): readonly PictureLine[] {
  const root = rootOf(tree);
  const { value: state, error } = root.snapshot;
  const { status: health } = root.health;
  const why = error === undefined ? undefined : textOf(error);
  return [{ path: 'root', kind: 'supervisor', state, health, why }, ...below(root)];
}

function below(supervisor: SupervisorActor): readonly PictureLine[] {
  return [...supervisor.members].flatMap(([id, member]) => ofMember(supervisor.pathOf(id), member));
}

function ofMember(path: string, member: Supervised): readonly PictureLine[] {
  const snapshot = member.ref.getSnapshot();
  const { health } = member;
  const line = {
    path,
    state: String(snapshot.value),
    health,
    why: whyOf(member, snapshot.context),
  };
  if (!(member instanceof NestedSupervisor)) return [{ ...line, kind: 'service' }];
  const inner = supervisorOf(snapshot);
  return [{ ...line, kind: 'supervisor' }, ...(inner === undefined ? [] : below(inner))];
}

const MOST_OF_AN_ERROR = 160;

function whyOf(
  member: Supervised,
  { step, attempt, incident, severity }: Partial<FaultContext>,
): string | undefined {
  if (incident === undefined) return undefined;
  const thrown = member.errorOf(undefined);
  const because = thrown === undefined ? '' : `: ${textOf(thrown)}`;
  return `${step} ${attempt} of ${incident} (${severity})${because}`;
}

function textOf(error: unknown): string {
  const { name, message } = errorRecord(error, { stack: false });
  return oneLine(`${name}: ${message}`, MOST_OF_AN_ERROR);
}
