import { describe, expect, it } from 'vitest';
import { counterexampleText, verify } from '../../../src/index.ts';
import { LIVELOCKS } from './livelocks.ts';

describe('what goes on for ever and never comes to rest', () => {
  it.each(LIVELOCKS)('$name is found, with the way round', ({ subject, options, ...planted }) => {
    const { checks } = verify(subject, { ...options, reduce: planted.reduce });
    const { counterexample } = checks[0] ?? {};
    expect(counterexample?.property).toBe(planted.killedBy);
    expect(counterexample && counterexampleText(counterexample)).toContain('for ever');
  });

  it.each(LIVELOCKS)('and nothing where it is not planted: $name', ({ subject, options }) => {
    expect(verify(subject, options).holds).toBe(true);
  });
});
