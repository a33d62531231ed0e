import { describe, expect, it } from 'vitest';
import { counterexampleText, verify } from '../../src/index.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';

describe('verify finds every planted bug', () => {
  it.each(PLANTED_BUGS)('$name', ({ subject, options, reduce, killedBy }) => {
    const { holds, checks } = verify(subject, { maxFaults: 2, ...options, reduce });
    const [example] = checks.flatMap(({ counterexample }) => counterexample ?? []);
    expect(holds).toBe(false);
    expect(example?.property).toMatch(killedBy);
    expect(example && counterexampleText(example).split('\n').length).toBeLessThanOrEqual(30);
  });

  it('and nothing where none is planted', () => {
    for (const { subject, options } of PLANTED_BUGS) {
      const { holds, checks } = verify(subject, { maxFaults: 2, ...options });
      const broken = checks.flatMap(({ counterexample }) => counterexample ?? []);
      expect(broken.map((each) => counterexampleText(each))).toEqual([]);
      expect(holds).toBe(true);
    }
  });
});
