import { startOrWait } from './dependencies.ts';
import { membersOf, newGroup } from './group-members.ts';
import { childAt } from './start-order.ts';
import type { ChildRecord, GroupOperation } from './state.ts';
import { isGone } from './stop-child.ts';
import { supervisorStarted } from './supervisor-started.ts';
import { isSet, move, moveSelf, report, schedule, type Turn } from './turn.ts';

/** Starts the children one after the other. */
export function startInOrder(turn: Turn): void {
  const { state, at } = turn;
  const group = newGroup({ from: 0, notBefore: at, startsUp: true });
  group.phase = 'starting';
  state.group = group;
  startFrom(turn, group, childAt(state, state.first));
}

/** The wait is over. */
export function startGroup(turn: Turn): void {
  const { group } = turn.state;
  if (group === undefined) return;
  group.phase = 'starting';
  startFrom(turn, group, membersOf(turn.state, group)[0]);
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
export function startMember(turn: Turn, child: ChildRecord, group: GroupOperation): boolean {
  if (child.life !== 'none') return child.life === 'starting' && child.state !== 'degraded';
  if (isGone(child) && isStartedAgain(child, group)) startAgain(turn, child);
  if (!isOnItsWay(child)) return false;
  if (child.notBefore > turn.at || isSet(child, 'restart')) waitForBackoff(turn, child);
  else startOrWait(turn, child);
  return child.phase !== 'waitingForDependency';
}

function startAgain(turn: Turn, child: ChildRecord): void {
  move(turn, child, 'service.start');
  child.notBefore = turn.at;
}

/** Reconfigured meanwhile, the supervisor may come to one that is on a restart of its own. */
function waitForBackoff(turn: Turn, child: ChildRecord): void {
  if (isSet(child, 'restart')) return;
  child.phase = 'waiting';
  schedule(turn, child, 'restart', child.notBefore);
}

/** Whether it is neither up nor at rest. */
export function isOnItsWay({ state }: ChildRecord): boolean {
  return state === 'starting' || state === 'restarting';
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

/** Who waits for a dependency, which may have its turn later, holds up nobody. */
export function passOverWaiting(turn: Turn): void {
  const { group } = turn.state;
  const turnOf = group?.phase === 'starting' ? childAt(turn.state, group.cursor) : undefined;
  if (group !== undefined && turnOf?.phase === 'waitingForDependency')
    goOnStarting(turn, group, turnOf);
}

/** The one whose turn it was has come to rest, or is paused: the next one has its turn. */
export function goOnStarting(turn: Turn, group: GroupOperation, rested: ChildRecord): void {
  const { state } = turn;
  const turnOf = childAt(state, group.cursor);
  const isOver = turnOf === rested || turnOf?.phase === 'waitingForDependency';
  if (isOver) startFrom(turn, group, childAt(state, turnOf?.next));
}
