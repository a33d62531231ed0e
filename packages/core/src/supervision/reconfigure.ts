import { withIntensity } from '../policy/intensity.ts';
import { add } from './add-child.ts';
import { reviewWaiting } from './dependencies.ts';
import { goOnStopping } from './group.ts';
import { isOnItsWay, startMember } from './group-start.ts';
import { hasNotBegun } from './group-turn.ts';
import { childAt, inOrder, recount, reorder } from './start-order.ts';
import type { ChildRecord, GroupOperation, SupervisorState } from './state.ts';
import type { SupervisorInputOf } from './supervisor-input.ts';
import { isEnding, move, report, type Turn } from './turn.ts';

/**
 * OTP's code change: the spec is another from now on. Specs of the same id are replaced, and what runs
 * goes on as it is; new ones are known, but not started; those that are named no longer are kept, behind
 * the others. What has been counted counts on.
 */
export function reconfigure(
  turn: Turn,
  { instances = [] }: SupervisorInputOf<'supervisor.reconfigure'>,
): void {
  if (isEnding(turn)) return;
  const { state, spec, at } = turn;
  for (const child of spec.children) {
    const known = state.children.get(child.id);
    if (known === undefined) addIdle(turn, child.id, child.spec);
    else replace(known, child.spec);
  }
  for (const { id, spec: another } of instances) {
    const known = state.children.get(id);
    if (known !== undefined) replace(known, another);
  }
  if (spec.intensity !== undefined) state.restarts = withIntensity(state.restarts, spec.intensity);
  const members = membersById(state);
  reorder(
    state,
    spec.children.map(({ id }) => id),
  );
  recount(state);
  reviewWaiting(turn);
  keepGroup(turn, members);
  report(turn, { type: 'supervisor.reconfigured', at, path: spec.path });
}

function addIdle(turn: Turn, id: string, spec: ChildRecord['spec']): void {
  const child = add(turn, id, spec);
  if (hasNotBegun(turn.state)) return;
  move(turn, child, 'service.exited');
  child.isDown = true;
}

function replace(child: ChildRecord, spec: ChildRecord['spec']): void {
  child.spec = spec;
  child.ownRestarts =
    child.ownRestarts && spec.intensity && withIntensity(child.ownRestarts, spec.intensity);
}

function membersById(state: SupervisorState): readonly ChildRecord[] {
  const { group } = state;
  return group === undefined ? [] : [...inOrder(state)].filter(({ order }) => order >= group.from);
}

/** A group operation under way goes on with its members, wherever they stand now. */
function keepGroup(turn: Turn, members: readonly ChildRecord[]): void {
  const { group, last } = turn.state;
  if (group === undefined) return;
  group.from = members.reduce((first, { order }) => Math.min(first, order), Infinity);
  if (group.phase === 'stopping') goOnStopping(turn, group, last);
  else if (group.phase === 'starting') startPassedOver(turn, group, members);
}

/** Those that now stand before the one whose turn it is would not be come to. */
function startPassedOver(turn: Turn, group: GroupOperation, members: readonly ChildRecord[]): void {
  const turnOf = childAt(turn.state, group.cursor)?.order ?? 0;
  for (const child of members)
    if (child.order < turnOf && isOnItsWay(child)) startMember(turn, child, group);
}
