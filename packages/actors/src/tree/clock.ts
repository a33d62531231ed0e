import { systemClock } from './system-clock.ts';

/** XState's clock, and what time it is. One a tree: `createActor(tree, { clock })`. */
export interface Clock {
  /** Milliseconds; never goes back. */
  readonly now: () => number;
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timeout: unknown): void;
}

type XStateClock = Omit<Clock, 'now'> & Partial<Pick<Clock, 'now'>>;

/**
 * The clock of the system that an actor belongs to. XState's default clock has no `now`: then the
 * platform's time goes with its timers.
 */
export function clockOf(actor: object): Clock {
  const clock = 'clock' in actor ? actor.clock : undefined;
  if (!isXStateClock(clock)) return systemClock;
  return {
    now: clock.now?.bind(clock) ?? systemClock.now,
    setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs),
    clearTimeout: (timeout) => clock.clearTimeout(timeout),
  };
}

function isXStateClock(clock: unknown): clock is XStateClock {
  return (
    typeof clock === 'object' && clock !== null && 'setTimeout' in clock && 'clearTimeout' in clock
  );
}
