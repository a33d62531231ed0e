import { describe, expect, it } from 'vitest';
import { counterexampleText, verify } from '../../../src/index.ts';
import { LIVELOCKS } from './livelocks.ts';
import { SHORT } from './planted-bug.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { PLANTED_DECISIONS } from './planted-decisions.ts';
import { PLANTED_EFFECTS } from './planted-effects.ts';

const PLANTED = [...PLANTED_BUGS, ...PLANTED_DECISIONS, ...PLANTED_EFFECTS];

/** One of those that differ by their bug alone. */
const DIFFERENT = PLANTED.filter(
  ({ subject, options }, index) =>
    PLANTED.findIndex((each) => each.subject === subject && each.options === options) === index,
);

describe('verify finds every planted bug', () => {
  it.each(PLANTED)('$name', ({ subject, options, reduce, killedBy }) => {
    const { holds, checks } = verify(subject, { maxFaults: 2, ...options, reduce });
    const [example] = checks.flatMap(({ counterexample }) => counterexample ?? []);
    expect(holds).toBe(false);
    expect(example?.property).toBe(killedBy);
    expect(example && counterexampleText(example).split('\n').length).toBeLessThanOrEqual(30);
  });

  it.each(DIFFERENT)('and none where it is not planted: $name', ({ subject, options }) => {
    const { holds, checks } = verify(subject, { maxFaults: 2, ...options });
    const broken = checks.flatMap(({ counterexample }) => counterexample ?? []);
    expect(broken.map((each) => counterexampleText(each))).toEqual([]);
    expect(holds).toBe(true);
  });

  it('by every property that there is', () => {
    const { checks } = verify(SHORT, { services: 1, maxFaults: 0 });
    const asked = checks.flatMap(({ properties }) => properties.map(({ name }) => name));
    const killing = new Set([...PLANTED, ...LIVELOCKS].map(({ killedBy }) => killedBy));
    expect(asked.filter((name) => !killing.has(name))).toEqual([]);
  });
});
