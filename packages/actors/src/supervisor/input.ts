import type { SupervisorInput, UndatedInput } from '@kintsugi/core';
import type { TreeContext } from '../tree/tree-context.ts';
import type { DeadlineKind } from './deadline-heap.ts';
import type { ChildDeadline } from './supervised.ts';

/** The same object, now complete: a copy would cost more than what is done with it. */
export function dated(undated: UndatedInput, { clock, random }: TreeContext): SupervisorInput {
  const draft: UndatedInput & { at?: number; random?: number } = undated;
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
