import { describe, expect, it } from 'vitest';
import { counterexampleText, verify } from '../../../src/index.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

/** One of those that differ by their bug alone. */
const DIFFERENT = PLANTED_BUGS.filter(
  ({ subject, options }, index) =>
    PLANTED_BUGS.findIndex((each) => each.subject === subject && each.options === options) ===
    index,
);

describe('verify finds every planted bug', () => {
  it.each(PLANTED_BUGS)('$name', ({ subject, options, reduce, killedBy }) => {
    const { holds, checks } = verify(subject, { maxFaults: 2, ...options, reduce });
    const [example] = checks.flatMap(({ counterexample }) => counterexample ?? []);
    expect(holds).toBe(false);
    expect(example?.property).toMatch(killedBy);
    expect(example && counterexampleText(example).split('\n').length).toBeLessThanOrEqual(30);
  });

  it.each(DIFFERENT)('and none where it is not planted: $name', ({ subject, options }) => {
    const { holds, checks } = verify(subject, { maxFaults: 2, ...options });
    const broken = checks.flatMap(({ counterexample }) => counterexample ?? []);
    expect(broken.map((each) => counterexampleText(each))).toEqual([]);
    expect(holds).toBe(true);
  });
});
