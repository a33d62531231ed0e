/**
 * How bad a fault is, mildest first. The order of this list is the order of badness; nothing else ranks severities.
 *
 * - `TRANSIENT`: temporary, likely to pass by itself: worth a retry.
 * - `RECOVERABLE`: the same attempt would fail again, a fresh start may not: needs an intervention.
 * - `CRITICAL`: neither helps: not without a person.
 *
 * @example
 * ```ts
 * SEVERITIES[0]; // 'TRANSIENT'
 * ```
 */
export const SEVERITIES = ['TRANSIENT', 'RECOVERABLE', 'CRITICAL'] as const;

/**
 * One of {@link SEVERITIES}.
 *
 * @example
 * ```ts
 * const severity: Severity = 'CRITICAL';
 * ```
 */
export type Severity = (typeof SEVERITIES)[number];

const RAISED = {
  TRANSIENT: 'RECOVERABLE',
  RECOVERABLE: 'CRITICAL',
  CRITICAL: 'CRITICAL',
} as const satisfies Record<Severity, Severity>;

/**
 * Negative when `a` is milder than `b`, zero when they are equal, positive when `a` is worse: fits `Array.prototype.sort`.
 *
 * @example
 * ```ts
 * compareSeverity('TRANSIENT', 'CRITICAL'); // -2
 * ```
 */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/**
 * The worse of two severities.
 *
 * @example
 * ```ts
 * worstSeverity('CRITICAL', 'TRANSIENT'); // 'CRITICAL'
 * ```
 */
export function worstSeverity(a: Severity, b: Severity): Severity {
  return compareSeverity(a, b) < 0 ? b : a;
}

/**
 * The severity one tier up. `CRITICAL` stays: there is no tier above it.
 *
 * @example
 * ```ts
 * raiseSeverity('TRANSIENT'); // 'RECOVERABLE'
 * raiseSeverity('CRITICAL'); // 'CRITICAL'
 * ```
 */
export function raiseSeverity(severity: Severity): Severity {
  return RAISED[severity];
}

/**
 * Whether a value of unknown origin is one of {@link SEVERITIES}.
 *
 * @example
 * ```ts
 * isSeverity('FATAL'); // false
 * ```
 */
export function isSeverity(value: unknown): value is Severity {
  return SEVERITIES.some((severity) => severity === value);
}
