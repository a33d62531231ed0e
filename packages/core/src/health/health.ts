import type { HealthStatus } from '../supervision-event.ts';

// A map, because a custom step may be called like a method of every object.
const HEALTH_OF: ReadonlyMap<string, HealthStatus | undefined> = new Map([
  ['running', 'healthy'],
  ['retrying', 'degraded'],
  ['degraded', 'degraded'],
  ['failed', 'failed'],
  ['stopping', undefined],
  ['stopped', undefined],
]);

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
  return HEALTH_OF.has(state) ? HEALTH_OF.get(state) : 'unhealthy';
}
