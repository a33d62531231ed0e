import { describe, expect, it } from 'vitest';
import { requireLimit } from '../../src/policy/limit.ts';

describe('requireLimit', () => {
  it.each([
    [0, 0],
    [7, 1],
    [Infinity, 1],
  ])('accepts %d where at least %d is asked', (value, min) => {
    expect(requireLimit('restart.maxAttempts', value, min)).toBe(value);
  });

  it.each([-1, 1.5, NaN, -Infinity, '3', undefined])(
    'refuses %s and names what is allowed',
    (value) => {
      expect(() => requireLimit('restart.maxAttempts', value, 0)).toThrow(
        'restart.maxAttempts must be an integer of at least 0, or Infinity',
      );
    },
  );
});
