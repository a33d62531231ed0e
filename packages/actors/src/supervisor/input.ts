import type { SupervisorInput, TimerKind } from '@kintsugi/core';
import type { ChildDeadline } from './supervised.ts';

type WithoutTime<Input> = Input extends unknown ? Omit<Input, 'at' | 'random'> : never;

/** What can be put to the reducer; the supervisor adds the time and a number of chance. */
export type Undated = WithoutTime<SupervisorInput>;

const CHILD_DEADLINES: readonly string[] = ['start', 'stop', 'slowStop'] satisfies ChildDeadline[];

/** Whether a deadline is one that a child set itself. */
export function isChildDeadline(kind: string): kind is ChildDeadline {
  return CHILD_DEADLINES.includes(kind);
}

const TIMERS: readonly string[] = ['retry', 'restart', 'stable', 'recovery'] satisfies TimerKind[];

/** Whether a deadline is one that the reducer set. */
export function isTimer(kind: string): kind is TimerKind {
  return TIMERS.includes(kind);
}
