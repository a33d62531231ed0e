import { awaitsTurn } from './group-turn.ts';
import { childAt } from './start-order.ts';
import type { ChildRecord, SupervisorState } from './state.ts';
import { supervisorStarted } from './supervisor-started.ts';
import {
  answer,
  interrupt,
  isEnding,
  leaveLife,
  move,
  ofChild,
  report,
  schedule,
  startLife,
  type Turn,
} from './turn.ts';

/** Whether children start and stop side by side, each after and before those that it depends on. */
export function isSideBySide({ spec, state }: Turn): boolean {
  return spec.strategy === 'simple_one_for_one' || state.dependants.size > 0;
}

/** Starts every child as soon as those that it depends on have come to rest. */
export function startSideBySide(turn: Turn): void {
  const { state } = turn;
  const waiting = [...state.children.values()].filter(({ state: at }) => at === 'starting');
  state.awaited = new Set(waiting.map(({ id }) => id));
  for (const child of waiting) startOrWait(turn, child);
  settleStartup(turn);
}

/** Now, or when what it depends on is there. */
export function startOrWait(turn: Turn, child: ChildRecord): void {
  if (mayStart(turn, child)) startLife(turn, child);
  else waitForDependency(turn, child);
}

/** The child that it waits for, if it does. */
function blockedBy({ state }: Turn, { spec }: ChildRecord): string | undefined {
  return spec.dependsOn.find(
    (id) => isUnrested(state, id) || (spec.pausesWithDependency && isDown(state, id)),
  );
}

export function mayStart(turn: Turn, child: ChildRecord): boolean {
  return child.spec.dependsOn.length === 0 || blockedBy(turn, child) === undefined;
}

/** Whether its start is under way: nobody knows yet whether it will be up or down. */
function isUnrested({ awaited, children }: SupervisorState, id: string): boolean {
  const child = children.get(id);
  return awaited?.has(id) === true || (child?.state === 'starting' && !child.isDown);
}

function isDown({ children }: SupervisorState, id: string): boolean {
  return children.get(id)?.isDown ?? true;
}

/** Whether it is not only early: it asks not to be started as things are, and they may stay so. */
function isStuck({ state }: Turn, { spec, phase }: ChildRecord): boolean {
  const { dependsOn, pausesWithDependency } = spec;
  return (
    phase === 'waitingForDependency' &&
    pausesWithDependency &&
    dependsOn.some((id) => isDown(state, id)) &&
    !dependsOn.some((id) => isUnrested(state, id))
  );
}

/** It is not started before what it depends on is there: no start, no budget. */
export function waitForDependency(turn: Turn, child: ChildRecord): void {
  enterWaiting(turn, child);
  if (!isStuck(turn, child)) return;
  refuse(turn, child);
  spread(turn, child);
}

function enterWaiting(turn: Turn, child: ChildRecord): void {
  if (child.phase === 'waitingForDependency') return;
  child.phase = 'waitingForDependency';
  const dependency = blockedBy(turn, child);
  if (dependency !== undefined)
    report(turn, { type: 'child.waiting', ...ofChild(turn, child), dependency });
}

/** Whoever has ordered its start is not left waiting for something that may never come. */
function refuse(turn: Turn, child: ChildRecord): void {
  const result = { ok: false, reason: 'dependency_down', state: child.state } as const;
  answer(turn, child, ['recover', 'startChild', 'restartChild'], result);
}

/**
 * A child has come to rest. Those that depend on it are told when it has gone down or come back;
 * those that wait for it are started, and those that ask for it are paused while it is down.
 * A paused child is down itself for those that depend on it.
 */
export function tellDependants(turn: Turn, child: ChildRecord): void {
  const { state } = turn;
  if (isEnding(turn)) return;
  if (state.dependants.size > 0 || state.awaited !== undefined) spread(turn, child);
  else child.isDown = child.state !== 'running';
}

/** A loop, not a recursion: a chain may be long. */
function spread(turn: Turn, child: ChildRecord): void {
  const { state } = turn;
  const rested = [child];
  for (const next of rested) {
    state.awaited?.delete(next.id);
    const isNowDown = next.state !== 'running';
    const hasChanged = next.isDown !== isNowDown;
    next.isDown = isNowDown;
    const dependants = dependantsOf(state, next);
    for (const dependant of hasChanged ? dependants : []) tell(turn, dependant, next);
    addPaused(turn, dependants, rested);
  }
  settleStartup(turn);
}

/** One by one: as arguments of one call there could be too many. */
function addPaused(turn: Turn, dependants: readonly ChildRecord[], rested: ChildRecord[]): void {
  for (const dependant of dependants) if (followDependency(turn, dependant)) rested.push(dependant);
}

function dependantsOf(state: SupervisorState, { id }: ChildRecord): readonly ChildRecord[] {
  const ids = [...(state.dependants.get(id) ?? [])];
  return ids.flatMap((dependant) => childAt(state, dependant) ?? []);
}

function tell(turn: Turn, dependant: ChildRecord, { id, isDown: down, state }: ChildRecord): void {
  const base = ofChild(turn, dependant);
  if (down) report(turn, { type: 'dependency.down', ...base, dependency: id, state });
  else report(turn, { type: 'dependency.up', ...base, dependency: id });
  turn.effects.push({ type: 'tellDependency', id: dependant.id, dependency: id, isUp: !down });
}

const AT_REST = new Set(['degraded', 'failed', 'stopping', 'stopped']);

/** Answers whether it has been paused just now: then it is down for others. */
function followDependency(turn: Turn, child: ChildRecord): boolean {
  if (mayStart(turn, child)) {
    resume(turn, child);
    return false;
  }
  const isPaused = child.phase === 'waitingForDependency' || pause(turn, child);
  if (!isPaused || (child.life === 'none' && !isStuck(turn, child))) return false;
  refuse(turn, child);
  // One that was down before, as a failed one is, has told of it.
  return !child.isDown;
}

/** What it depends on is there: it goes on where it was. */
function resume(turn: Turn, child: ChildRecord): void {
  if (child.phase !== 'waitingForDependency') return;
  child.phase = undefined;
  if (child.state === 'degraded') schedule(turn, child, 'recovery', turn.at);
  else if (child.notBefore <= turn.at) startLife(turn, child);
  else {
    child.phase = 'waiting';
    schedule(turn, child, 'restart', child.notBefore);
  }
}

/** After a change of specs: some may wait for nothing any more, others in vain. */
export function reviewWaiting(turn: Turn): void {
  for (const child of turn.state.children.values()) {
    if (mayStart(turn, child)) resume(turn, child);
    else if (child.phase === 'waitingForDependency') waitForDependency(turn, child);
  }
}

/** Answers whether there was something to pause. One whose turn to start has not come is no matter yet. */
function pause(turn: Turn, child: ChildRecord): boolean {
  const { dependsOn, pausesWithDependency } = child.spec;
  const isAsked = pausesWithDependency && dependsOn.some((id) => isDown(turn.state, id));
  if (!isAsked || AT_REST.has(child.state) || awaitsTurn(turn, child)) return false;
  interrupt(turn, child);
  if (child.state !== 'restarting') move(turn, child, 'service.restart');
  if (!leaveLife(turn, child, 'restart')) enterWaiting(turn, child);
  return true;
}

/** With the last of them the supervisor has started. */
function settleStartup(turn: Turn): void {
  const { state } = turn;
  const isStarting = state.state === 'starting' || state.state === 'restarting';
  if (!isStarting || state.awaited === undefined || state.awaited.size > 0) return;
  state.awaited = undefined;
  supervisorStarted(turn);
}
