import type { HealthStatus } from '../supervision-event.ts';

/**
 * How many children of one supervisor stand how; never negative. Changed in place, in constant time.
 *
 * @example
 * ```ts
 * const counts: HealthCounts = { healthy: 9, degraded: 1, unhealthy: 0, failed: 0 };
 * ```
 */
export type HealthCounts = Record<HealthStatus, number>;

/**
 * Of a supervisor without children.
 *
 * @example
 * ```ts
 * createCounts(); // { healthy: 0, degraded: 0, unhealthy: 0, failed: 0 }
 * ```
 */
export function createCounts(): HealthCounts {
  return { healthy: 0, degraded: 0, unhealthy: 0, failed: 0 };
}

/**
 * A child stands otherwise than before; undefined on either side for one that comes or goes.
 *
 * @param from - what the child was counted as before
 * @example
 * ```ts
 * moveCount(counts, undefined, 'healthy'); // one more is healthy
 * moveCount(counts, 'healthy', 'failed'); // it has failed
 * ```
 */
export function moveCount(
  counts: HealthCounts,
  from: HealthStatus | undefined,
  to: HealthStatus | undefined,
): void {
  if (from !== undefined) counts[from] -= 1;
  if (to !== undefined) counts[to] += 1;
}

/**
 * How a supervisor stands: as its worst child; but a failed child makes it `unhealthy`, because the
 * others go on (rule 46).
 *
 * @example
 * ```ts
 * rollUp({ healthy: 9, degraded: 1, unhealthy: 0, failed: 0 }); // 'degraded'
 * rollUp({ healthy: 9, degraded: 0, unhealthy: 0, failed: 1 }); // 'unhealthy'
 * ```
 */
export function rollUp({ degraded, unhealthy, failed }: HealthCounts): HealthStatus {
  if (failed + unhealthy > 0) return 'unhealthy';
  return degraded > 0 ? 'degraded' : 'healthy';
}
