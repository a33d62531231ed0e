import type { HealthStatus } from '../supervision-event.ts';

const HEALTH_OF: Readonly<Record<string, HealthStatus | undefined>> = {
  running: 'healthy',
  retrying: 'degraded',
  degraded: 'degraded',
  failed: 'failed',
  stopping: undefined,
  stopped: undefined,
};

/**
 * How a child stands, by the state of its chart (rule 46). It follows the state, not the open
 * incident: a child on probation is healthy. Undefined for a child that was stopped: it counts
 * neither way. Starting, restarting and every custom step are `unhealthy`: nobody is answered.
 *
 * @example
 * ```ts
 * ['running', 'retrying', 'restarting', 'failed'].map(healthOf); // ['healthy', 'degraded', 'unhealthy', 'failed']
 * ```
 */
export function healthOf(state: string): HealthStatus | undefined {
  return state in HEALTH_OF ? HEALTH_OF[state] : 'unhealthy';
}
