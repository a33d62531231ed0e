import type { Clock } from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';

/** A test clock that also tells when its next timer is due. */
export function steerableClock() {
  const clock = createTestClock();
  const due = new Map<unknown, number>();
  const seen: Clock = {
    now: clock.now,
    setTimeout: (callback, delayMs) => {
      const timer = clock.setTimeout(() => {
        due.delete(timer);
        callback();
      }, delayMs);
      due.set(timer, clock.now() + delayMs);
      return timer;
    },
    clearTimeout: (timer) => {
      due.delete(timer);
      clock.clearTimeout(timer);
    },
  };
  return {
    clock: seen,
    settle: () => clock.settle(),
    advance: (ms: number) => clock.advance(ms),
    /** How long until a timer is due; `Infinity` when none is set. */
    toNextMs: () => Math.max(0, Math.min(Infinity, ...due.values()) - clock.now()),
  };
}
