import type { ChildRecord } from '@kintsugi/core';

/** Whether there may be something that a service waits for: then its snapshot is its own, and says so. */
export function mayWait(state: string, record: ChildRecord | undefined): boolean {
  const dependencies = record?.spec.dependsOn ?? [];
  return state === 'restarting' || (state === 'starting' && dependencies.length > 0);
}
