/*
 * Lengths of time are whole milliseconds: engines may differ in the last bit of a logarithm, and the log must not.
 */

/** A wait until what happens once in `meanMs` happens again: exponential, at least 1 ms. */
export function drawGapMs(random: () => number, meanMs: number): number {
  return Math.max(1, Math.round(-meanMs * Math.log(1 - random())));
}

/** A latency: lognormal, most of them near the median, a few far above it. */
export function drawLatencyMs(
  random: () => number,
  { medianMs, spread }: { readonly medianMs: number; readonly spread: number },
): number {
  return Math.round(medianMs * Math.exp(spread * drawNormal(random)));
}

/** Roughly normal, as the sum of even numbers is: cosines differ between engines, sums do not. */
function drawNormal(random: () => number): number {
  const sum = random() + random() + random() + random();
  // Four even numbers have a mean of 2 and a variance of one third.
  return (sum - 2) * Math.sqrt(3);
}

/** A number from `from` to `to`, evenly. */
export function drawBetween(random: () => number, from: number, to: number): number {
  return Math.round(from + (to - from) * random());
}

/** How often in a row something happens whose chance to happen once more is one half: 1, seldom 8. */
export function drawTimes(random: () => number): number {
  let times = 1;
  while (times < 8 && random() < 0.5) times += 1;
  return times;
}

/** One of a list. */
export function drawOne<Each>(random: () => number, list: readonly [Each, ...Each[]]): Each {
  return list[Math.floor(random() * list.length)] ?? list[0];
}
