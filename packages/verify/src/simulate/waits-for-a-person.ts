import type { SupervisionEvent } from '@kintsugi/core';

/** Whether a child stands still from now on until somebody recovers it. */
export function waitsForAPerson(event: SupervisionEvent): boolean {
  if (event.type === 'child.failed') return true;
  return (
    (event.type === 'child.degraded' || event.type === 'recovery.failed') &&
    event.nextAt === undefined
  );
}
