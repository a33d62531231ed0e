import { mayStart, waitForDependency } from './dependencies.ts';
import { isPassedOver } from './group-turn.ts';
import { leaveIdle } from './leave-idle.ts';
import { removeEnded } from './remove-ended.ts';
import { childAt } from './start-order.ts';
import type { ChildRecord, GroupOperation, SupervisorState } from './state.ts';
import { isGone, orderStop } from './stop-child.ts';
import { supervisorStarted } from './supervisor-started.ts';
import {
  cancel,
  contextOfRestart,
  interrupt,
  isScheduled,
  leaveLife,
  move,
  moveSelf,
  ofChild,
  report,
  schedule,
  startLife,
  type Turn,
} from './turn.ts';

/** Whether a restart of one child is a restart of others as well. */
export function cyclesSiblings({ spec: { strategy } }: Turn): boolean {
  return strategy === 'one_for_all' || strategy === 'rest_for_one';
}

/** Starts the children one after the other. */
export function startInOrder(turn: Turn): void {
  const { state, at } = turn;
  const group = newGroup({ from: 0, notBefore: at, startsUp: true });
  group.phase = 'starting';
  state.group = group;
  startFrom(turn, group, childAt(state, state.first));
}

function newGroup({
  from,
  culprit,
  notBefore,
  startsUp,
}: Pick<GroupOperation, 'from' | 'notBefore' | 'startsUp'> & {
  readonly culprit?: string;
}): GroupOperation {
  return {
    phase: 'stopping',
    from,
    cursor: undefined,
    culprit,
    notBefore,
    startsUp,
    leftOut: new Set(),
  };
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
    cursor: before.phase === 'stopping' ? before.cursor : turn.state.last,
    culprit: culprit.id,
    notBefore: Math.max(culprit.notBefore, before.notBefore),
  };
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
function takeDown(turn: Turn, child: ChildRecord, { culprit }: GroupOperation): void {
  // Also a hook that begins when its old life is over, to enter degraded.
  if (child.incident?.step !== 'restart') interrupt(turn, child);
  if (child.state !== 'restarting') {
    const cause = culprit === undefined ? undefined : turn.state.children.get(culprit);
    move(turn, child, 'service.restart', cause && contextOfRestart(turn, cause));
    report(turn, { type: 'child.cycled', ...ofChild(turn, child), with: culprit ?? child.id });
  }
  // On a restart of its own, from before the supervisor was reconfigured, it joins the others.
  cancel(turn, child, 'restart');
  if (!leaveLife(turn, child, 'restart')) child.phase = 'waiting';
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

/** The wait is over. */
export function startGroup(turn: Turn): void {
  const { group } = turn.state;
  if (group === undefined) return;
  group.phase = 'starting';
  startFrom(turn, group, membersOf(turn.state, group)[0]);
}

/** In start order; found from the end, because most often they are few of many. */
function membersOf(state: SupervisorState, { from }: GroupOperation): readonly ChildRecord[] {
  const members: ChildRecord[] = [];
  let child = childAt(state, state.last);
  for (; child !== undefined && child.order >= from; child = childAt(state, child.previous))
    members.push(child);
  return members.toReversed();
}

/** A loop, not a recursion: a hundred thousand children may have been stopped before their turn. */
function startFrom(turn: Turn, group: GroupOperation, first: ChildRecord | undefined): void {
  for (let child = first; child; child = childAt(turn.state, child.next)) {
    group.cursor = child.id;
    if (startMember(turn, child, group)) return;
  }
  finish(turn, group);
}

/** Answers whether it is waited for. */
function startMember(turn: Turn, child: ChildRecord, group: GroupOperation): boolean {
  if (child.life !== 'none') return child.life === 'starting' && child.state !== 'degraded';
  // Reconfigured meanwhile, it may be on a restart of its own.
  if (isScheduled(child, 'restart')) return true;
  if (isGone(child)) {
    if (!isStartedAgain(child, group)) return false;
    move(turn, child, 'service.start');
  }
  if (child.state !== 'starting' && child.state !== 'restarting') return false;
  if (!mayStart(turn, child)) {
    waitForDependency(turn, child);
    return false;
  }
  startLife(turn, child);
  return true;
}

/** OTP's rule: a group restart starts the specs that are kept idle, too. */
function isStartedAgain({ id, spec }: ChildRecord, { culprit, leftOut }: GroupOperation): boolean {
  return culprit !== undefined && spec.restart !== 'temporary' && !leftOut.has(id);
}

function finish(turn: Turn, group: GroupOperation): void {
  const { state, at, spec } = turn;
  state.group = undefined;
  if (group.culprit !== undefined)
    report(turn, { type: 'group.restarted', at, path: spec.path, child: group.culprit });
  if (group.startsUp) supervisorStarted(turn);
  else moveSelf(turn, 'supervisor.restarted');
}

/** A member has come to rest, or to its end: the next one has its turn. */
export function advanceGroup(turn: Turn, child: ChildRecord): void {
  const { state } = turn;
  const { group } = state;
  if (group === undefined) return;
  const isTurnOf = group.cursor === child.id;
  switch (group.phase) {
    case 'stopping':
      if (isTurnOf && child.life === 'none') goOnStopping(turn, group, child.previous);
      break;
    case 'waiting':
      // Whose restart is waited for has been stopped by an operator: the others need not wait for it.
      if (group.culprit === child.id) startGroup(turn);
      break;
    case 'starting':
      if (isTurnOf || isPaused(state, group)) startFrom(turn, group, afterCursor(state, group));
  }
}

/** Paused meanwhile, the one whose turn it is is waited for no longer. */
function isPaused(state: SupervisorState, { cursor }: GroupOperation): boolean {
  return childAt(state, cursor)?.phase === 'waitingForDependency';
}

function afterCursor(state: SupervisorState, { cursor }: GroupOperation): ChildRecord | undefined {
  return childAt(state, childAt(state, cursor)?.next);
}

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
