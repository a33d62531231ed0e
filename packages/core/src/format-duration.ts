/**
 * A length of time for people: at most two units, rounded to the smaller one; not for machines.
 *
 * @param ms - milliseconds; whatever is not above 0 reads as none at all
 * @example
 * ```ts
 * [0, 850, 1_500, 125_000, 11_400_000, Infinity].map(formatDuration);
 * // ['0 ms', '850 ms', '1.5 s', '2 min 5 s', '3 h 10 min', 'for ever']
 * ```
 */
export function formatDuration(ms: number): string {
  if (!(ms > 0)) return '0 ms';
  if (ms === Infinity) return 'for ever';
  // Each limit is where the smaller unit would round up to a whole larger one: never "60 s" or "1000 ms".
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Math.round(ms / 100) / 10} s`;
  if (ms < 3_599_500) return twoUnits(Math.round(ms / 1_000), 60, 'min', 's');
  if (ms < 86_370_000) return twoUnits(Math.round(ms / 60_000), 60, 'h', 'min');
  return twoUnits(Math.round(ms / 3_600_000), 24, 'd', 'h');
}

function twoUnits(amount: number, perLarge: number, large: string, small: string): string {
  const rest = amount % perLarge;
  const whole = `${Math.floor(amount / perLarge)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}
