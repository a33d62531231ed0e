import { describe, expect, it } from 'vitest';
import {
  ConfigurationError,
  CriticalError,
  DataCorruptionError,
  DependencyError,
  FaultError,
  InvalidOptionError,
  NetworkTimeoutError,
  RateLimitedError,
  RecoverableError,
  ResourceExhaustedError,
  ResourceUnavailableError,
  SecurityError,
  StateCorruptionError,
  TransientError,
} from '../../src/index.ts';

const table = [
  [NetworkTimeoutError, TransientError, 'NetworkTimeoutError', 'NETWORK_TIMEOUT', 'TRANSIENT'],
  [
    ResourceUnavailableError,
    TransientError,
    'ResourceUnavailableError',
    'RESOURCE_UNAVAILABLE',
    'TRANSIENT',
  ],
  [RateLimitedError, TransientError, 'RateLimitedError', 'RATE_LIMITED', 'TRANSIENT'],
  [
    StateCorruptionError,
    RecoverableError,
    'StateCorruptionError',
    'STATE_CORRUPTION',
    'RECOVERABLE',
  ],
  [
    ResourceExhaustedError,
    RecoverableError,
    'ResourceExhaustedError',
    'RESOURCE_EXHAUSTED',
    'RECOVERABLE',
  ],
  [DependencyError, RecoverableError, 'DependencyError', 'DEPENDENCY', 'RECOVERABLE'],
  [DataCorruptionError, CriticalError, 'DataCorruptionError', 'DATA_CORRUPTION', 'CRITICAL'],
  [ConfigurationError, CriticalError, 'ConfigurationError', 'CONFIGURATION', 'CRITICAL'],
  [SecurityError, CriticalError, 'SecurityError', 'SECURITY', 'CRITICAL'],
] as const;

describe.each(table)('%o', (ErrorClass, Family, name, code, severity) => {
  const cause = new Error('underneath');
  const error = new ErrorClass('what happened', { cause });

  it('is an error of its family', () => {
    expect([Error, FaultError, Family, ErrorClass].every((base) => error instanceof base)).toBe(
      true,
    );
  });

  it('has its name, code and severity', () => {
    expect(error).toMatchObject({ name, code, severity, message: 'what happened' });
  });

  it('keeps the cause as it is', () => {
    expect(error.cause).toBe(cause);
  });

  it('has its name in the first line of the stack, where logs show it', () => {
    expect(error.stack?.split('\n')[0]).toBe(`${name}: what happened`);
  });

  it('is plain data with its causes after JSON', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual(error.toJSON());
    expect(error.toJSON()).toMatchObject({
      name,
      code,
      severity,
      message: 'what happened',
      cause: { name: 'Error', message: 'underneath' },
    });
  });
});

describe('FaultError', () => {
  it('gives an error class of your own its name', () => {
    class CardDeclinedError extends CriticalError {
      readonly code = 'CARD_DECLINED';
    }
    const error = new CardDeclinedError('stolen');
    expect(error).toMatchObject({ name: 'CardDeclinedError', severity: 'CRITICAL' });
    expect(error.stack).toMatch(/^CardDeclinedError: stolen\n/);
    expect(Object.keys(error)).not.toContain('name');
  });

  it('leaves a name that the class states itself', () => {
    class Stated extends TransientError {
      readonly code = 'STATED';
      override readonly name = 'Given';
    }
    expect(new Stated('x').name).toBe('Given');
  });

  it('leaves a name that the prototype states, so that a minifier does not change it', () => {
    class Minified extends TransientError {
      readonly code = 'STATED';
      static {
        this.prototype.name = 'StatedError';
      }
    }
    expect(new Minified('x').stack).toMatch(/^StatedError: x\n/);
  });

  it('gives a class derived from one of the nine a name of its own', () => {
    class PoolExhaustedError extends ResourceExhaustedError {}
    expect(new PoolExhaustedError('x').name).toBe('PoolExhaustedError');
    expect(new ResourceExhaustedError('x').name).toBe('ResourceExhaustedError');
  });
});

describe('RateLimitedError', () => {
  it('carries the wait the other side asks for, also through JSON', () => {
    const error = new RateLimitedError('slow down', { retryAfterMs: 0 });
    expect(error.retryAfterMs).toBe(0);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 0,
    });
  });

  it('has no wait when the other side did not say', () => {
    const error = new RateLimitedError('slow down');
    expect(error.retryAfterMs).toBeUndefined();
    expect(error.toJSON()).not.toHaveProperty('retryAfterMs');
  });

  it.each([-1, Number.NaN, Infinity])('refuses a wait of %d ms', (retryAfterMs) => {
    expect(() => new RateLimitedError('slow down', { retryAfterMs })).toThrow(InvalidOptionError);
  });
});
