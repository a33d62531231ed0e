/**
 * Retries per incident: with the default backoff they wait 0, 1, 2, 4 s.
 *
 * A budget is spent within one incident and is full again in the next. Without it a child that fails
 * slower than the restart intensity looks would be retried or restarted for ever.
 */
export const DEFAULT_RETRY_BUDGET = 4;

/** Restarts per incident: with the default backoff they wait 0, 1, 2 s. */
export const DEFAULT_RESTART_BUDGET = 3;

/**
 * Whether an incident has no attempt of this step left.
 *
 * @param used - attempts of the step in this incident so far
 * @param budget - attempts granted; `Infinity` grants every one
 *
 * @example
 * ```ts
 * isBudgetSpent(2, 3); // false: a third attempt is granted
 * isBudgetSpent(3, 3); // true
 * ```
 */
export function isBudgetSpent(used: number, budget: number): boolean {
  return used >= budget;
}
