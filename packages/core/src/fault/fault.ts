/**
 * Where a fault comes from. Only an `operation` (a request to a function service) and a
 * `transition` (an event to XState logic whose last good snapshot can be restored) can be retried.
 *
 * @example
 * ```ts
 * FAULT_ORIGINS.filter(isRetryable); // ['operation', 'transition']
 * ```
 */
export const FAULT_ORIGINS = [
  'operation',
  'transition',
  'worker',
  'start',
  'exit',
  'step',
  'supervisor',
] as const;

/**
 * One of {@link FAULT_ORIGINS}.
 *
 * @example
 * ```ts
 * const origin: FaultOrigin = 'start';
 * ```
 */
export type FaultOrigin = (typeof FAULT_ORIGINS)[number];

/**
 * Whether the step `retry` can mean anything for a fault of this origin.
 *
 * @example
 * ```ts
 * isRetryable('operation'); // true
 * isRetryable('start'); // false
 * ```
 */
export function isRetryable(origin: FaultOrigin): boolean {
  return origin === 'operation' || origin === 'transition';
}

/**
 * Whether the worker is gone after a fault of this origin, so that to go on means a new life.
 *
 * @example
 * ```ts
 * endsWorker('exit'); // true
 * endsWorker('operation'); // false
 * ```
 */
export function endsWorker(origin: FaultOrigin): boolean {
  return ['transition', 'worker', 'exit', 'supervisor'].includes(origin);
}
