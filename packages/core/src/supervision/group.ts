import { membersOf, newGroup } from './group-members.ts';
import { goOnStarting, startGroup } from './group-start.ts';
import { isPassedOver } from './group-turn.ts';
import { leaveIdle } from './leave-idle.ts';
import { removeEnded } from './remove-ended.ts';
import { childAt } from './start-order.ts';
import type { ChildRecord, GroupOperation, SupervisorState } from './state.ts';
import { orderStop } from './stop-child.ts';
import {
  cancel,
  contextOfRestart,
  interrupt,
  leaveLife,
  move,
  moveSelf,
  ofChild,
  rejectParked,
  report,
  schedule,
  type Turn,
} from './turn.ts';

/** Whether a restart of one child is a restart of others as well. */
export function cyclesSiblings({ spec: { strategy } }: Turn): boolean {
  return strategy === 'one_for_all' || strategy === 'rest_for_one';
}

/**
 * Restarts a child and those that go with it. One operation a supervisor: a restart from outside its
 * members widens it, and takes it back to where it stops them.
 *
 * @param repeats - the child's start has failed: the next attempt goes through the agenda even at 0 ms
 */
export function restartGroup(turn: Turn, culprit: ChildRecord, repeats: boolean): void {
  const { state, at, spec } = turn;
  const before = state.group;
  const group = before === undefined ? groupOf(turn, culprit) : widened(turn, culprit, before);
  state.group = group;
  state.awaited = undefined;
  if (!group.startsUp) moveSelf(turn, 'supervisor.restart');
  report(turn, { type: 'group.restarting', at, path: spec.path, child: culprit.id });
  stopFrom(turn, group, repeats);
}

/** Reconfigured while its children still start side by side, the supervisor starts up by this group. */
function groupOf(turn: Turn, culprit: ChildRecord): GroupOperation {
  const { awaited, last } = turn.state;
  const { id, notBefore } = culprit;
  const startsUp = awaited !== undefined;
  const from = startsUp ? 0 : firstOf(turn, culprit);
  const group = newGroup({ from, culprit: id, notBefore, startsUp });
  group.cursor = last;
  return group;
}

function widened(turn: Turn, culprit: ChildRecord, before: GroupOperation): GroupOperation {
  const old = childAt(turn.state, before.culprit);
  if (old !== undefined && old !== culprit) cancel(turn, old, 'restart');
  return {
    ...before,
    phase: 'stopping',
    from: Math.min(firstOf(turn, culprit), firstDown(turn.state, before)),
    cursor: isStillAhead(turn.state, before, culprit) ? before.cursor : turn.state.last,
    culprit: culprit.id,
    notBefore: Math.max(culprit.notBefore, before.notBefore),
  };
}

/** Whether the stop under way has yet to come to this child: one that it has passed may be up again. */
function isStillAhead(
  state: SupervisorState,
  { phase, cursor }: GroupOperation,
  culprit: ChildRecord,
): boolean {
  const turnOf = childAt(state, cursor);
  return phase === 'stopping' && turnOf !== undefined && culprit.order <= turnOf.order;
}

function firstOf({ spec, state }: Turn, culprit: ChildRecord): number {
  return spec.strategy === 'rest_for_one'
    ? culprit.order
    : (childAt(state, state.first)?.order ?? 0);
}

/** Members before this one are up again, and are none of it any more. */
function firstDown(state: SupervisorState, { phase, from, cursor }: GroupOperation): number {
  return phase === 'starting' ? (childAt(state, cursor)?.order ?? Infinity) : from;
}

/** A loop, not a recursion: a hundred thousand members may have no life to wait for. */
function stopFrom(turn: Turn, group: GroupOperation, repeats: boolean): void {
  const { state } = turn;
  let child = childAt(state, group.cursor);
  while (child !== undefined && child.order >= group.from) {
    group.cursor = child.id;
    const before = childAt(state, child.previous);
    stopMember(turn, child, group);
    if (child.life !== 'none' && !isPassedOver(child)) return;
    removeEnded(turn, child);
    child = before;
  }
  group.cursor = undefined;
  waitToStart(turn, group, repeats);
}

function stopMember(turn: Turn, child: ChildRecord, group: GroupOperation): void {
  if (isPassedOver(child) || child.state === 'stopped') return;
  if (child.state === 'stopping') {
    // An operator has ordered it: it is waited for, and not started again.
    group.leftOut.add(child.id);
    return;
  }
  if (child.spec.restart === 'temporary') orderStop(turn, child, 'restart');
  else takeDown(turn, child, group);
}

/** Its own incident stays as it is: nothing of it is charged or given back. */
function takeDown(turn: Turn, child: ChildRecord, group: GroupOperation): void {
  // Also a hook that begins when its old life is over, to enter degraded.
  if (child.incident?.step !== 'restart') interrupt(turn, child);
  // Since its restart was decided, what was in flight then may have failed, too.
  else rejectParked(turn, child);
  if (child.state === 'restarting') joinRestart(turn, child, group);
  else cycle(turn, child, group);
  if (!leaveLife(turn, child, 'restart')) child.phase = 'waiting';
}

/** On a restart of its own, from before the supervisor was reconfigured: it waits with the others. */
function joinRestart(turn: Turn, child: ChildRecord, group: GroupOperation): void {
  cancel(turn, child, 'restart');
  group.notBefore = Math.max(group.notBefore, child.notBefore);
}

function cycle(turn: Turn, child: ChildRecord, { culprit }: GroupOperation): void {
  const cause = childAt(turn.state, culprit);
  move(turn, child, 'service.restart', cause && contextOfRestart(turn, cause));
  report(turn, { type: 'child.cycled', ...ofChild(turn, child), with: culprit ?? child.id });
}

function waitToStart(turn: Turn, group: GroupOperation, repeats: boolean): void {
  const { state, at } = turn;
  group.phase = 'waiting';
  const culprit = childAt(state, group.culprit);
  if (culprit?.state !== 'restarting') inherit(turn, group);
  const waits = childAt(state, group.culprit);
  const isDue = group.notBefore <= at && !repeats;
  if (isDue || waits?.state !== 'restarting') startGroup(turn);
  else {
    waits.phase = 'waiting';
    schedule(turn, waits, 'restart', Math.max(at, group.notBefore));
  }
}

/**
 * Whose restart it was has been stopped by an operator meanwhile: the others need not wait for it, but
 * for a member's own backoff, where the group was widened.
 */
function inherit({ state, at }: Turn, group: GroupOperation): void {
  group.notBefore = at;
  for (const { id, state: of, notBefore } of membersOf(state, group)) {
    if (of !== 'restarting' || notBefore <= group.notBefore) continue;
    group.notBefore = notBefore;
    group.culprit = id;
  }
}

/** A member has come to rest, or to its end: the next one has its turn. */
export function advanceGroup(turn: Turn, child: ChildRecord): void {
  const { group } = turn.state;
  if (group !== undefined) ADVANCE[group.phase](turn, group, child);
}

const ADVANCE: Readonly<
  Record<GroupOperation['phase'], (turn: Turn, group: GroupOperation, child: ChildRecord) => void>
> = {
  stopping(turn, group, child) {
    if (group.cursor === child.id && child.life === 'none')
      goOnStopping(turn, group, child.previous);
  },
  // Whose restart is waited for has been stopped by an operator: the others need not wait for it.
  waiting(turn, group, child) {
    if (group.culprit === child.id) startGroup(turn);
  },
  starting: goOnStarting,
};

/** Stops those before this member, and this one; those that have no life are no work. */
export function goOnStopping(turn: Turn, group: GroupOperation, from: string | undefined): void {
  group.cursor = from;
  stopFrom(turn, group, false);
}

/**
 * An operator stops a member. One whose own restart it is, and which cannot be started, takes the
 * operation with it: OTP then leaves those after it idle.
 */
export function leaveGroup(turn: Turn, child: ChildRecord): void {
  const { group } = turn.state;
  if (group === undefined || child.order < group.from) return;
  const isLooping =
    group.culprit === child.id && group.phase !== 'stopping' && child.state === 'restarting';
  if (isLooping && !group.startsUp) cancelGroup(turn, child, group);
  else group.leftOut.add(child.id);
}

function cancelGroup(turn: Turn, culprit: ChildRecord, group: GroupOperation): void {
  const { state } = turn;
  state.group = undefined;
  for (const child of membersOf(state, group)) {
    const waits = child.state === 'restarting' || child.state === 'starting';
    if (child !== culprit && waits && child.life === 'none') leaveIdle(turn, child, culprit);
  }
  moveSelf(turn, 'supervisor.restarted');
}
