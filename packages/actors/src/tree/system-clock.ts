import type { Clock } from './clock.ts';

/** Read once: it never changes, and reading it takes longer than reading the time. */
const startedAt = performance.timeOrigin;

/**
 * The platform's time: milliseconds since 1970 that never go back, whatever is done to the wall
 * clock meanwhile. The only place that touches the platform's time and chance.
 */
export const systemClock: Clock = {
  now: () => startedAt + performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (timeout) => {
    clearTimeout(timeout as ReturnType<typeof setTimeout>);
  },
};

/** The platform's chance, for trees that are given none. */
export const systemRandom: () => number = Math.random;
