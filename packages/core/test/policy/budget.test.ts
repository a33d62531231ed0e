import { describe, expect, it } from 'vitest';
import {
  DEFAULT_RESTART_BUDGET,
  DEFAULT_RETRY_BUDGET,
  isBudgetSpent,
} from '../../src/policy/budget.ts';

describe('budget', () => {
  it('is 4 retries and 3 restarts unless said otherwise', () => {
    expect([DEFAULT_RETRY_BUDGET, DEFAULT_RESTART_BUDGET]).toEqual([4, 3]);
  });

  it.each([
    [0, 0, true],
    [0, 1, false],
    [2, 3, false],
    [3, 3, true],
    [4, 3, true],
    [1e9, Infinity, false],
  ])('with %d used of %d is spent: %s', (used, budget, expected) => {
    expect(isBudgetSpent(used, budget)).toBe(expected);
  });
});
