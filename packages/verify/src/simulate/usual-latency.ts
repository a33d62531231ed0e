import { drawLatencyMs } from './draw.ts';
import { seededRandom } from './seeded-random.ts';

/** Half of all starts and stops take less. */
const MEDIAN_MS = { start: 40, stop: 15 } as const;

/** Of each start by its number and nothing else: what else happens to a tree does not change it. */
export function usualLatencyMs(
  seed: number,
  hook: 'start' | 'stop',
  path: string,
  count: number,
): number {
  const random = seededRandom(seed, hook, path, count);
  // Every third is over at once, without a promise.
  return random() < 1 / 3 ? 0 : drawLatencyMs(random, { medianMs: MEDIAN_MS[hook], spread: 1 });
}
