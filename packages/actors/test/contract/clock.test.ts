import { describe, expect, it } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { fromSupervisor } from '../../src/index.ts';
import { clockCases, type ClockUnderTest, createTestClock } from '../../src/testing/index.ts';
import { clockContract } from '../../src/vitest/index.ts';
// No face of a tree shows its clock.
import { clockOf } from '../../src/tree/clock.ts';

/** The clock of a tree that is given none: XState's timers, and the platform's time. */
function platformClock(): ClockUnderTest {
  const clock = clockOf(createActor(fromSupervisor({ children: [] })));
  return {
    clock,
    advance: (ms) =>
      new Promise<void>((resolve) => {
        clock.setTimeout(resolve, ms);
      }),
  };
}

function testClock(): ClockUnderTest {
  const clock = createTestClock(1_000);
  return { clock, advance: (ms) => clock.advance(ms) };
}

describe('the contract of a clock', () => {
  describe('is kept by the test clock', () => {
    clockContract(testClock);
  });
  describe('is kept by the clock of the platform', () => {
    clockContract(platformClock);
  });
});

/** The test clock with something wrong. */
const broken = (part: (good: ClockUnderTest) => Partial<ClockUnderTest['clock']>) => () => {
  const good = testClock();
  return { ...good, clock: { ...good.clock, ...part(good) } };
};

const brokenRules = async (make: () => ClockUnderTest) => {
  const rules: string[] = [];
  for (const { title, run } of clockCases(make)) await run?.().catch(() => rules.push(title));
  return rules;
};

const ONCE = 'a timer fires once, when its delay is over';
const SOON = 'a timer of no delay, or less, fires soon, and never within the call';
const ORDER = 'timers fire as they come due, and those of one delay as they were set';
const TAKEN_BACK = 'a timer that was taken back does not fire, and no other is';
const NOTHING = 'taking back what has fired, or nothing at all, does nothing';
const WHILE = 'a timer can set and take back others while it fires';
const TIME = 'its time goes on, and never back';

describe('the contract of a clock is broken by one', () => {
  it.each<[string, () => ClockUnderTest, readonly string[]]>([
    ['whose time stands still', broken(() => ({ now: () => 0 })), [TIME, ONCE]],
    [
      'whose time goes back',
      broken(({ clock }) => ({ now: () => 10_000 - clock.now() })),
      [TIME, ONCE],
    ],
    [
      'that calls at once what has no delay',
      broken(({ clock }) => ({
        setTimeout: (callback, delayMs) =>
          delayMs > 0 ? clock.setTimeout(callback, delayMs) : callback(),
      })),
      [SOON],
    ],
    [
      'that refuses a delay below 0',
      broken(({ clock }) => ({
        setTimeout: (callback, delayMs) => {
          if (delayMs < 0) throw new Error('a delay below 0');
          return clock.setTimeout(callback, delayMs);
        },
      })),
      [SOON],
    ],
    [
      'that calls twice',
      broken(({ clock }) => ({
        setTimeout: (callback, delayMs) => {
          clock.setTimeout(callback, delayMs);
          return clock.setTimeout(callback, delayMs);
        },
      })),
      [ONCE, SOON, ORDER, TAKEN_BACK, NOTHING, WHILE],
    ],
    [
      'that takes nothing back',
      broken(() => ({ clearTimeout: () => undefined })),
      [TAKEN_BACK, WHILE],
    ],
    [
      'that takes back the last one, whichever was meant',
      broken(({ clock }) => {
        let last: unknown;
        return {
          setTimeout: (callback, delayMs) => (last = clock.setTimeout(callback, delayMs)),
          clearTimeout: () => clock.clearTimeout(last),
        };
      }),
      [TAKEN_BACK, WHILE],
    ],
    [
      'that cannot take back nothing',
      broken(({ clock }) => ({
        clearTimeout: (timeout) => {
          if (timeout === undefined) throw new TypeError('no timer');
          clock.clearTimeout(timeout);
        },
      })),
      [NOTHING],
    ],
    [
      'that fires a moment too early',
      broken(({ clock }) => ({
        setTimeout: (callback, delayMs) => clock.setTimeout(callback, delayMs / 2),
      })),
      [ONCE],
    ],
    [
      'that keeps no order',
      broken(({ clock }) => ({
        setTimeout: (callback, delayMs) => clock.setTimeout(callback, 20 - delayMs),
      })),
      [SOON, ORDER, WHILE],
    ],
    [
      'of XState’s own for tests: of timers that timers set it fires only the first',
      () => {
        const clock = new SimulatedClock();
        return { clock, advance: async (ms) => clock.increment(ms) };
      },
      [WHILE],
    ],
  ])('%s', async (_name, make, rules) => {
    expect(await brokenRules(make)).toEqual(rules);
  });
});
