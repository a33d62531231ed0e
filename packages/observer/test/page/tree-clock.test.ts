import { describe, expect, it } from 'vitest';
import { readClock, timeOf } from '../../page/model/tree-clock.ts';

/** What is known after readings: instants of the tree's clock, each with when the page heard it. */
function after(...readings: readonly (readonly [at: number, heardAt: number])[]) {
  const [[at, heardAt] = [0, 0], ...more] = readings;
  return more.reduce(
    (known, [nextAt, nextHeardAt]) => readClock(known, nextAt, nextHeardAt),
    readClock(undefined, at, heardAt),
  );
}

describe('timeOf', () => {
  it.each([
    ['stands after one reading', after([1_000, 10]), 1_000],
    ['goes on after two that show that it moves', after([1_000, 10], [2_000, 1_010]), 5_990],
    ['goes on when a reading was late', after([1_000, 10], [2_000, 1_500]), 5_500],
    ['stands when the second says the same', after([1_000, 10], [1_000, 1_010]), 1_000],
    ['stands again', after([1_000, 10], [2_000, 1_010], [2_000, 4_000]), 2_000],
    ['stands when it is moved now and then', after([1_000, 10], [1_100, 4_000]), 1_100],
    ['stands when it is another clock', after([9_000, 10], [2_000, 1_010]), 2_000],
    ['goes on from what was told anew', after([1_000, 10], [99_000, 1_010]), 102_990],
  ])('%s', (_sentence, reading, now) => {
    expect(timeOf(reading, 5_000)).toBe(now);
  });
});
