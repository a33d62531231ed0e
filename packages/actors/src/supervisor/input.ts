import type { SupervisorInput } from '@kintsugi/core';
import type { TreeContext } from '../tree/tree-context.ts';
import type { DeadlineKind } from './deadline-heap.ts';
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

const CHILD_DEADLINES: Readonly<Record<ChildDeadline, true>> = {
  start: true,
  stop: true,
  slowStop: true,
  step: true,
};

/** Whether a deadline is one that a child set itself. */
export function isChildDeadline(kind: DeadlineKind): kind is ChildDeadline {
  return kind in CHILD_DEADLINES;
}
