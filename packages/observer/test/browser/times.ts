/** Tells the median, and returns the best: a busy machine makes some slow, never all. */
export function bestAndMedian(
  what: string,
  tookMs: readonly number[],
): { readonly best: number; readonly median: number } {
  const sorted = tookMs.toSorted((one, other) => one - other);
  const best = sorted[0] ?? Infinity;
  const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  const times = `median ${Math.round(median)} ms, best ${Math.round(best)} ms`;
  process.stdout.write(`${what}: ${times}, of ${sorted.length}\n`);
  return { best, median };
}
