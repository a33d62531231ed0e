import type { ChildRecord } from '@kintsugi/core';

/** Nothing of the life before may be taken for one of this life: not a report, not an incident. */
export function countOn(child: ChildRecord, before: ChildRecord | undefined): void {
  if (before === undefined) return;
  child.epoch = before.epoch + 1;
  child.incarnation = before.incarnation;
  child.incidents = before.incidents;
}
