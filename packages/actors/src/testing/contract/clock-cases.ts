import type { Clock } from '../../tree/clock.ts';
import type { TestCase } from '../test-case.ts';
import { requireAtLeast, requireEqual } from './require.ts';

/** A clock, and how time passes on it. */
export interface ClockUnderTest {
  readonly clock: Clock;
  /** Lets so many milliseconds pass, with all that comes due in them. */
  readonly advance: (ms: number) => PromiseLike<unknown>;
}

/**
 * What a tree relies on in its clock, as tests for any runner; with vitest, call `clockContract`. They let
 * some 0.1 s pass.
 *
 * @param make - a fresh clock for each test
 * @example
 * ```ts
 * for (const { title, run } of clockCases(() => fastClock({ timesRealTime: 10 }))) test(title, run);
 * ```
 */
export function clockCases(make: () => ClockUnderTest): readonly TestCase[] {
  return Object.entries(RULES).map(([title, keeps]) => ({
    title,
    run: async () => keeps(make()),
  }));
}

/** Timers of a platform may fire up to so much too early. */
const EARLY_MS = 1;

/** Long enough for a platform's timers to have fired, when they were due in half of it. */
const LATER_MS = 20;

type Rule = (it: ClockUnderTest) => Promise<void>;

const RULES: Readonly<Record<string, Rule>> = {
  'its time goes on, and never back': async ({ clock, advance }) => {
    const instants = [clock.now()];
    for (const ms of [0, LATER_MS, 0]) {
      await advance(ms);
      instants.push(clock.now());
    }
    const [before = 0] = instants;
    requireEqual(
      instants.toSorted((a, b) => a - b),
      instants,
      'its instants rise',
    );
    requireAtLeast((instants.at(-1) ?? 0) - before, LATER_MS - EARLY_MS, 'what has passed, in ms');
  },
  'a timer fires once, when its delay is over': async ({ clock, advance }) => {
    const fired: number[] = [];
    const setAt = clock.now();
    clock.setTimeout(() => fired.push(clock.now()), LATER_MS / 2);
    requireEqual(fired, [], 'what has fired within the call');
    await advance(2 * LATER_MS);
    requireEqual(fired.length, 1, 'how often it has fired');
    requireAtLeast((fired[0] ?? 0) - setAt, LATER_MS / 2 - EARLY_MS, 'when it has fired, in ms');
  },
  'a timer of no delay, or less, fires soon, and never within the call': async ({
    clock,
    advance,
  }) => {
    const fired: number[] = [];
    for (const delayMs of [0, -5]) clock.setTimeout(() => fired.push(delayMs), delayMs);
    requireEqual(fired, [], 'what has fired within the call');
    await advance(LATER_MS);
    requireEqual(fired.length, 2, 'how many have fired after it');
  },
  'timers fire as they come due, and those of one delay as they were set': async ({
    clock,
    advance,
  }) => {
    const fired: string[] = [];
    for (const [name, delayMs] of [
      ['last', LATER_MS],
      ['first', 5],
      ['second', 5],
    ] as const)
      clock.setTimeout(() => fired.push(name), delayMs);
    await advance(2 * LATER_MS);
    requireEqual(fired, ['first', 'second', 'last'], 'the order in which they fire');
  },
  'a timer that was taken back does not fire, and no other is': async ({ clock, advance }) => {
    const fired: string[] = [];
    const set = (name: string) => clock.setTimeout(() => fired.push(name), 5);
    const [first, second] = [set('first'), set('second'), set('third')];
    clock.clearTimeout(first);
    clock.clearTimeout(second);
    clock.clearTimeout(second);
    await advance(LATER_MS);
    requireEqual(fired, ['third'], 'what has fired');
  },
  'taking back what has fired, or nothing at all, does nothing': async ({ clock, advance }) => {
    const fired: string[] = [];
    const first = clock.setTimeout(() => fired.push('first'), 0);
    await advance(LATER_MS);
    clock.clearTimeout(first);
    clock.clearTimeout(undefined);
    clock.setTimeout(() => fired.push('second'), 0);
    await advance(LATER_MS);
    requireEqual(fired, ['first', 'second'], 'what has fired');
  },
  'a timer can set and take back others while it fires': async ({ clock, advance }) => {
    const fired: string[] = [];
    const other = clock.setTimeout(() => fired.push('other'), LATER_MS);
    clock.setTimeout(() => {
      fired.push('first');
      clock.clearTimeout(other);
      clock.setTimeout(() => fired.push('second'), 5);
    }, 5);
    await advance(3 * LATER_MS);
    requireEqual(fired, ['first', 'second'], 'what has fired');
  },
};
