import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import {
  classify,
  ConfigurationError,
  NetworkTimeoutError,
  StateCorruptionError,
  SYSTEM_CODES,
} from '../../src/index.ts';
import { realErrors } from './real-errors.ts';

const coded = (code: string) => Object.assign(new Error(code), { code });

describe('default rules', () => {
  it.each([
    ['a timeout of ours', new NetworkTimeoutError('x'), 'TRANSIENT', 'family'],
    ['a corrupted state', new StateCorruptionError('x'), 'RECOVERABLE', 'family'],
    ['a wrong configuration', new ConfigurationError('x'), 'CRITICAL', 'family'],
    [
      'an error that carries the brand',
      { [Symbol.for('kintsugi.severity')]: 'CRITICAL' },
      'CRITICAL',
      'family',
    ],
    [
      'a Postgres error, whose severity is another thing',
      { severity: 'CRITICAL', code: '57P01' },
      'RECOVERABLE',
      'unknown',
    ],
    [
      'the rejection of AbortSignal.timeout()',
      new DOMException('x', 'TimeoutError'),
      'TRANSIENT',
      'timeout',
    ],
    ['an abort of somebody else', new DOMException('x', 'AbortError'), 'RECOVERABLE', 'abort'],
    [
      'a fetch that found no one',
      new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }),
      'TRANSIENT',
      'cause > system-code',
    ],
    [
      'a fetch that took too long',
      new TypeError('fetch failed', { cause: coded('UND_ERR_HEADERS_TIMEOUT') }),
      'TRANSIENT',
      'cause > system-code',
    ],
    ['a bug', new TypeError('x is not a function'), 'RECOVERABLE', 'programming-error'],
    [
      'a bug with a cause nobody knows',
      new TypeError('x', { cause: new Error('y') }),
      'RECOVERABLE',
      'programming-error',
    ],
    ['a plain error', new Error('x'), 'RECOVERABLE', 'unknown'],
    [
      'a wrapper of a wrapper',
      new Error('a', { cause: new Error('b', { cause: coded('EACCES') }) }),
      'CRITICAL',
      'cause > cause > system-code',
    ],
    [
      'a wrapper that has judged',
      new NetworkTimeoutError('x', { cause: coded('EACCES') }),
      'TRANSIENT',
      'family',
    ],
    [
      'a wrapper with a status',
      Object.assign(new Error('x', { cause: coded('EACCES') }), { status: 503 }),
      'TRANSIENT',
      'http-status',
    ],
    [
      'an aggregate with a code of its own',
      Object.assign(new AggregateError([new Error('x')]), { code: 'ECONNREFUSED' }),
      'TRANSIENT',
      'system-code',
    ],
    [
      'an aggregate of temporary ones',
      new AggregateError([coded('EPIPE'), coded('EBUSY')]),
      'TRANSIENT',
      'aggregate > system-code',
    ],
    [
      'an aggregate with an unknown one',
      new AggregateError([coded('EPIPE'), new Error('x')]),
      'RECOVERABLE',
      'aggregate',
    ],
    [
      'an aggregate with a critical one',
      new AggregateError([coded('EPIPE'), new ConfigurationError('x'), 5]),
      'CRITICAL',
      'aggregate > family',
    ],
    ['an empty aggregate', new AggregateError([]), 'RECOVERABLE', 'aggregate'],
    [
      'an aggregate as a cause',
      new Error('x', { cause: new AggregateError([coded('EPERM')]) }),
      'CRITICAL',
      'cause > aggregate > system-code',
    ],
  ] as const)('%s is %o', (_name, error, severity, rule) => {
    expect(classify(error)).toEqual({ severity, rule });
  });

  it.each([
    ['refusedConnection', 'TRANSIENT', 'system-code'],
    ['refusedFetch', 'TRANSIENT', 'cause > system-code'],
    ['cutFetch', 'TRANSIENT', 'cause > system-code'],
    ['missingFile', 'RECOVERABLE', 'unknown'],
    ['brokenJson', 'RECOVERABLE', 'programming-error'],
    ['otherRealm', 'RECOVERABLE', 'programming-error'],
    ['abortedFetch', 'RECOVERABLE', 'abort'],
    ['abortedWait', 'RECOVERABLE', 'abort'],
  ] as const)('%s, made by Node, is %s', async (made, severity, rule) => {
    const error = await realErrors[made]();
    const found = classify(error);
    expect(found.severity).toBe(severity);
    expect(found.rule.endsWith(rule)).toBe(true);
  });

  it.runIf(existsSync('/dev/full'))('a full disk, made by Linux, is RECOVERABLE', () => {
    expect(classify(realErrors.fullDisk())).toEqual({
      severity: 'RECOVERABLE',
      rule: 'system-code',
    });
  });

  it('a timeout that Node wrapped into an AbortError is TRANSIENT', async () => {
    const error = await realErrors.abortedWait(new DOMException('x', 'TimeoutError'));
    expect(error).toHaveProperty('name', 'AbortError');
    expect(classify(error)).toEqual({ severity: 'TRANSIENT', rule: 'cause > timeout' });
  });

  it('an error of a second copy of this package is of its family', async () => {
    vi.resetModules();
    const copy = await import('../../src/index.ts');
    const error = new copy.SecurityError('x');
    expect(copy.SecurityError).not.toBe(ConfigurationError);
    expect(error).not.toBeInstanceOf(ConfigurationError);
    expect(classify(error)).toEqual({ severity: 'CRITICAL', rule: 'family' });
  });

  it.each([
    [
      'TRANSIENT',
      'ECONNRESET ECONNREFUSED ECONNABORTED EPIPE ETIMEDOUT EAI_AGAIN ENETUNREACH EHOSTUNREACH EBUSY UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT UND_ERR_SOCKET',
    ],
    ['RECOVERABLE', 'ENOSPC EMFILE ENFILE ENOMEM'],
    ['CRITICAL', 'EACCES EPERM EROFS'],
  ])('the system codes that are %s: %s', (severity, codes) => {
    const judged = Object.entries(SYSTEM_CODES).filter(([, found]) => found === severity);
    expect(judged.map(([code]) => code).join(' ')).toBe(codes);
  });

  it.each(Object.entries(SYSTEM_CODES))('%s is %s', (code, severity) => {
    expect(classify(coded(code))).toEqual({ severity, rule: 'system-code' });
  });

  it.each(['ENOENT', 'constructor', '__proto__', ''])('code %o says nothing', (code) => {
    expect(classify(coded(code)).rule).toBe('unknown');
  });

  it.each([408, 425, 429, 500, 503, 599])(
    'HTTP status %d is TRANSIENT wherever it stands',
    (status) => {
      const transient = { severity: 'TRANSIENT', rule: 'http-status' };
      expect(classify({ status })).toEqual(transient);
      expect(classify({ statusCode: status })).toEqual(transient);
      expect(classify({ response: { status } })).toEqual(transient);
    },
  );

  it.each([200, 400, 401, 404, 409, 499, 600, Number.NaN, '503'])(
    'HTTP status %o says nothing',
    (status) => {
      expect(classify({ status }).rule).toBe('unknown');
    },
  );

  it('a thrown Response is judged by its status', () => {
    expect(classify(new Response('', { status: 502 })).severity).toBe('TRANSIENT');
  });
});
