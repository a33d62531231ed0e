/** How a number is spread, in its own unit: percentiles that have really been there. All zero when there was none. */
export interface Distribution {
  /** How many there were. */
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Percentiles by nearest rank: values that have really been there.
 *
 * @example
 * ```ts
 * distributionOf([3, 1, 2]).p50; // 2
 * ```
 */
export function distributionOf(values: readonly number[]): Distribution {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
