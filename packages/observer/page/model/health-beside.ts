import type { HealthStatus } from '@kintsugi/core';
import type { NodeView } from '../../src/protocol/frame.ts';

/** Its health where it says more than its state does: what runs is healthy unless it is said otherwise. */
export function healthBeside({ state, health }: NodeView): HealthStatus | undefined {
  const isSaid = health === state || (state === 'running' && health === 'healthy');
  return isSaid ? undefined : health;
}
