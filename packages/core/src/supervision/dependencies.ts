import { childAt } from './start-order.ts';
import type { ChildRecord, SupervisorState } from './state.ts';
import { supervisorStarted } from './supervisor-started.ts';
import {
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
  for (const child of waiting) startIfFree(turn, child);
  settleStartup(turn);
}

function startIfFree(turn: Turn, child: ChildRecord): void {
  if (mayStart(turn, child)) startLife(turn, child);
  else waitForDependency(turn, child);
}

/** The child that it waits for, if it does. */
function blockedBy({ state }: Turn, { spec }: ChildRecord): string | undefined {
  const { awaited } = state;
  return spec.dependsOn.find(
    (id) => awaited?.has(id) === true || (spec.pausesWithDependency && isDown(state, id)),
  );
}

export function mayStart(turn: Turn, child: ChildRecord): boolean {
  return child.spec.dependsOn.length === 0 || blockedBy(turn, child) === undefined;
}

function isDown(state: SupervisorState, id: string): boolean {
  return state.children.get(id)?.isDown ?? true;
}

/** It is not started before what it depends on is there: no start, no budget. */
export function waitForDependency(turn: Turn, child: ChildRecord): void {
  if (child.phase === 'waitingForDependency') return;
  child.phase = 'waitingForDependency';
  const dependency = blockedBy(turn, child);
  if (dependency !== undefined)
    report(turn, { type: 'child.waiting', ...ofChild(turn, child), dependency });
}

/**
 * A child has come to rest. Those that depend on it are told when it has gone down or come back;
 * those that wait for it are started, and those that ask for it are paused while it is down.
 * A paused child is down itself for those that depend on it.
 */
export function tellDependants(turn: Turn, child: ChildRecord): void {
  const { state } = turn;
  if (isEnding(turn) || (state.dependants.size === 0 && state.awaited === undefined)) return;
  const rested = [child];
  for (const next of rested) {
    state.awaited?.delete(next.id);
    const isNowDown = next.state !== 'running';
    const hasChanged = next.isDown !== isNowDown;
    next.isDown = isNowDown;
    const dependants = dependantsOf(state, next);
    for (const dependant of hasChanged ? dependants : []) tell(turn, dependant, next);
    rested.push(...dependants.filter((dependant) => followDependency(turn, dependant)));
  }
  settleStartup(turn);
}

function dependantsOf(state: SupervisorState, { id }: ChildRecord): readonly ChildRecord[] {
  const ids = state.dependants.get(id) ?? [];
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
  if (!child.spec.pausesWithDependency || turn.state.awaited?.has(child.id) === true)
    return isStuckInStartup(turn, child);
  return pause(turn, child);
}

/** While the supervisor starts, one that is paused before its first start is waited for no longer. */
function isStuckInStartup({ state }: Turn, child: ChildRecord): boolean {
  const { awaited } = state;
  if (awaited?.has(child.id) !== true || !child.spec.pausesWithDependency) return false;
  return child.spec.dependsOn.every((id) => !awaited.has(id));
}

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

function pause(turn: Turn, child: ChildRecord): boolean {
  if (AT_REST.has(child.state) || child.phase === 'waitingForDependency') return false;
  interrupt(turn, child);
  if (child.state !== 'restarting') move(turn, child, 'service.restart');
  if (!leaveLife(turn, child, 'restart')) waitForDependency(turn, child);
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
