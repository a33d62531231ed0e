import type { SupervisorInput, TimerKind } from '@kintsugi/core';
import type { TreeContext } from '../tree/tree-context.ts';
import type { ChildDeadline } from './supervised.ts';

type WithoutTime<Input> = Input extends unknown ? Omit<Input, 'at' | 'random'> : never;

/** What can be put to the reducer; the supervisor adds the time and a number of chance. */
export type Undated = WithoutTime<SupervisorInput>;

/** The same object, now complete: a copy would cost more than what is done with it. */
export function dated(undated: Undated, { clock, random }: TreeContext): SupervisorInput {
  const draft: Undated & { at?: number; random?: number } = undated;
  draft.at = clock.now();
  draft.random = random();
  return draft as SupervisorInput;
}

const CHILD_DEADLINES: readonly string[] = [
  'start',
  'stop',
  'slowStop',
  'step',
] satisfies ChildDeadline[];

/** Whether a deadline is one that a child set itself. */
export function isChildDeadline(kind: string): kind is ChildDeadline {
  return CHILD_DEADLINES.includes(kind);
}

const TIMERS: readonly string[] = ['retry', 'restart', 'stable', 'recovery'] satisfies TimerKind[];

/** Whether a deadline is one that the reducer set. */
export function isTimer(kind: string): kind is TimerKind {
  return TIMERS.includes(kind);
}
