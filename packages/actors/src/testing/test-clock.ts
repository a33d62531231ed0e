import { requireMs } from '@kintsugi/core';
import type { Clock } from '../tree/clock.ts';

/** A clock that only moves when the test says so. Also good as XState's own: `createActor(logic, { clock })`. */
export interface TestClock extends Clock {
  /**
   * Moves the clock on, firing every timer that comes due at its own instant, those that a fired timer
   * sets included. Between timers, promises get their turns.
   */
  advance(ms: number): Promise<void>;
  /** Lets all queued work run and fires the timers already due, without moving the clock. */
  settle(): Promise<void>;
  /** Timers that are set. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Rounds of the microtask queue that queued work gets; chains of promises longer than this are none of a test's. */
const TURNS = 50;

/** So many timers at one instant are a chain of 0 ms that never ends. */
const MOST_AT_ONCE = 10_000;

function stuckAt(now: number): Error {
  return new Error(
    `${MOST_AT_ONCE} timers have fired at ${now} ms and there are more: nothing moves on`,
  );
}

/**
 * A clock for tests: no test needs to sleep.
 *
 * @param startAt - what time it is at first, in milliseconds. @default 0
 * @example
 * ```ts
 * const clock = createTestClock();
 * const tree = createActor(fromSupervisor({ children }), { clock }).start();
 * await clock.advance(1_000); // the second retry has been made
 * ```
 */
export function createTestClock(startAt = 0): TestClock {
  requireMs('createTestClock.startAt', startAt);
  let now = startAt;
  let order = 0;
  const timers = new Map<number, Timer>();

  const next = (until: number): [number, Timer] | undefined => {
    let first: [number, Timer] | undefined;
    for (const [id, timer] of timers)
      if (timer.at <= until && (first === undefined || isBefore(timer, first[1])))
        first = [id, timer];
    return first;
  };
  const runUntil = async (until: number): Promise<void> => {
    await turns();
    let fired = 0;
    for (let due = next(until); due !== undefined; due = next(until)) {
      const [id, timer] = due;
      timers.delete(id);
      fired = timer.at > now ? 0 : fired + 1;
      if (fired === MOST_AT_ONCE) throw stuckAt(now);
      now = Math.max(now, timer.at);
      timer.callback();
      await turns();
    }
    now = Math.max(now, until);
  };
  return {
    now: () => now,
    setTimeout: (callback, delayMs) => {
      order += 1;
      timers.set(order, { at: now + Math.max(0, delayMs), order, callback });
      return order;
    },
    clearTimeout: (timeout) => {
      if (typeof timeout === 'number') timers.delete(timeout);
    },
    advance: (ms) => runUntil(now + requireMs('advance.ms', ms)),
    settle: () => runUntil(now),
    get pending() {
      return timers.size;
    },
  };
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await Promise.resolve();
}
