import { describe, expect, it } from 'vitest';
import {
  NetworkTimeoutError,
  RateLimitedError,
  retryAfterMsOf,
  TransientError,
} from '../../src/index.ts';
import { hostileValues } from './hostile-values.ts';

describe('retryAfterMsOf', () => {
  const limited = new RateLimitedError('slow down', { retryAfterMs: 2_000 });

  it.each([
    ['a rate limited error', limited, 2_000],
    ['one that is a cause', new Error('x', { cause: new Error('y', { cause: limited }) }), 2_000],
    ['the outermost of two', new RateLimitedError('x', { retryAfterMs: 0, cause: limited }), 0],
    ['the first that says a wait', new RateLimitedError('x', { cause: limited }), 2_000],
    ['one without a wait', new RateLimitedError('x'), undefined],
    ['another error of ours', new NetworkTimeoutError('x'), undefined],
    ['a foreign error that looks alike', { code: 'RATE_LIMITED', retryAfterMs: 5 }, undefined],
  ])('%s asks for %o', (_name, error, waitMs) => {
    expect(retryAfterMsOf(error)).toBe(waitMs);
  });

  it.each([-1, Number.NaN, Infinity, '5'])('passes over a wait of %o', (retryAfterMs) => {
    class OddError extends TransientError {
      readonly code = 'ODD';
      readonly retryAfterMs = retryAfterMs;
    }
    expect(retryAfterMsOf(new OddError('x'))).toBeUndefined();
  });

  it.each(hostileValues)('survives %s', (_name, error) => {
    expect(retryAfterMsOf(error)).toBeUndefined();
  });
});
