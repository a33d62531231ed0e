import { HEALTH_STATUSES, type HealthStatus } from '../supervision-event.ts';

/**
 * The worse of two, by the order of {@link HEALTH_STATUSES}.
 *
 * @example
 * ```ts
 * worstHealth('unhealthy', 'degraded'); // 'unhealthy'
 * ```
 */
export function worstHealth(a: HealthStatus, b: HealthStatus): HealthStatus {
  return HEALTH_STATUSES.indexOf(a) < HEALTH_STATUSES.indexOf(b) ? b : a;
}
