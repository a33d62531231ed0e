import type { ChildRecord, SupervisorState } from '@kintsugi/core';
import { TICK_MS } from './abstract-time.ts';

/** The instant of every point of the model: what lies behind it is an age, what lies ahead is due or not. */
export const NOW = 0;

/**
 * Makes a state forget what the model does not tell apart, in place: instants in a window become ages in
 * whole ticks before {@link NOW}; a deadline, or a wait, is due or is not, and how far away it is does not
 * matter.
 *
 * @param at - what time it is in the state as it stands
 * @param isSame - whether a child is the same object as before, which has been made to forget already
 * @param mostTicks - an age of so many ticks is beyond every window: older ones are all the same
 */
export function coarsen(
  state: SupervisorState,
  at: number,
  mostTicks: number,
  isSame: (child: ChildRecord) => boolean,
): void {
  wholeTicks(state.restarts.at, at, mostTicks);
  if (state.group !== undefined) state.group.notBefore = dueOrNot(state.group.notBefore, at);
  for (const child of state.children.values())
    if (!isSame(child)) coarsenChild(child, at, mostTicks);
}

function coarsenChild(child: ChildRecord, at: number, mostTicks: number): void {
  child.notBefore = dueOrNot(child.notBefore, at);
  child.stopBy = dueOrNot(child.stopBy, at);
  if (child.timers !== undefined)
    for (const kind of TIMER_KINDS) child.timers[kind] = dueOrNot(child.timers[kind], at);
  const { window, history, ownRestarts } = child;
  // Of one that is full with the first failure, nothing of before decides anything.
  if (window?.capacity === 1) child.window = undefined;
  else if (window !== undefined) wholeTicks(window.instants, at, mostTicks);
  if (history !== undefined) wholeTicks(history.at, at, mostTicks);
  if (ownRestarts !== undefined) wholeTicks(ownRestarts.at, at, mostTicks);
}

const TIMER_KINDS = ['retry', 'restart', 'stable', 'recovery'] as const;

function dueOrNot(due: number, at: number): number {
  if (due === Infinity) return Infinity;
  return due > at ? NOW + 1 : NOW;
}

function wholeTicks(instants: number[], at: number, mostTicks: number): void {
  for (const [index, instant] of instants.entries())
    instants[index] = NOW - Math.min(mostTicks, Math.floor((at - instant) / TICK_MS)) * TICK_MS;
}
