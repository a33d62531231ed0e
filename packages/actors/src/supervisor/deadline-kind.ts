import type { TimerKind } from '@kintsugi/core';
import type { ChildDeadline } from './supervised.ts';

const CHILD_DEADLINES: readonly string[] = ['start', 'stop', 'slowStop'] satisfies ChildDeadline[];

/** A deadline that a child has set itself. */
export function isChildDeadline(kind: string): kind is ChildDeadline {
  return CHILD_DEADLINES.includes(kind);
}

const TIMERS: readonly string[] = ['retry', 'restart', 'stable', 'recovery'] satisfies TimerKind[];

/** A deadline that the reducer has set. */
export function isTimer(kind: string): kind is TimerKind {
  return TIMERS.includes(kind);
}
