/**
 * Time since a scenario began, for the first column.
 *
 * @example
 * ```ts
 * clockText(61_204); // '01:01.204'
 * ```
 */
export function clockText(ms: number): string {
  const whole = Math.max(0, Math.floor(ms));
  const minutes = String(Math.floor(whole / 60_000)).padStart(2, '0');
  const seconds = String(Math.floor(whole / 1_000) % 60).padStart(2, '0');
  return `${minutes}:${seconds}.${String(whole % 1_000).padStart(3, '0')}`;
}

/**
 * A length of time in the unit that suits it.
 *
 * @example
 * ```ts
 * durationText(0.4); // '<1 ms'
 * durationText(612.3); // '612 ms'
 * durationText(1_250); // '1.3 s'
 * ```
 */
export function durationText(ms: number): string {
  if (ms < 1) return '<1 ms';
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
