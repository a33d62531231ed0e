import { describe, expect, it } from 'vitest';
import { admitsViewer, requireOrigins } from '../../src/inspection/index.ts';

describe('admitsViewer', () => {
  it.each([
    ['no browser', '127.0.0.1:8888', undefined, true],
    ['a page of its own', 'localhost:8888', 'http://127.0.0.1:8888', true],
    ['a page of its own, by IPv6', '[::1]:8888', 'http://[::1]:8888', true],
    ['a page of another server of this machine', 'localhost:8888', 'http://localhost:3000', false],
    ['a page of another scheme', 'localhost:8888', 'https://localhost:8888', false],
    ['another port of this machine', '127.0.0.1:3000', undefined, false],
    ['no port', '127.0.0.1', undefined, false],
    ['a page of a site that may', '127.0.0.1:8888', 'https://stately.ai', true],
    ['a page of another site', '127.0.0.1:8888', 'https://evil.example', false],
    [
      'a page of a site that only begins alike',
      '127.0.0.1:8888',
      'http://localhost.evil.example',
      false,
    ],
    ['a page of a site that only ends alike', '127.0.0.1:8888', 'https://evil-stately.ai', false],
    ['a page without an origin of its own', '127.0.0.1:8888', 'null', false],
    ['a name that was made to lead here', 'evil.example:8888', undefined, false],
    ['a name that only begins alike', '127.0.0.1.evil.example:8888', undefined, false],
    ['no host', undefined, undefined, false],
  ])('%s', (_name, host, origin, expected) => {
    expect(admitsViewer({ host, origin }, 8888, ['https://stately.ai'])).toBe(expected);
  });

  it('admits no other site unless it is told to', () => {
    const host = '127.0.0.1:1';
    expect(admitsViewer({ host, origin: 'https://stately.ai' }, 1)).toBe(false);
  });

  it('knows port 80 without its number', () => {
    expect(admitsViewer({ host: 'localhost', origin: 'http://localhost' }, 80)).toBe(true);
  });
});

describe('requireOrigins', () => {
  it.each([['https://stately.ai'], [['https://stately.ai/']], [['stately.ai']], [[1]], [['null']]])(
    'refuses %j',
    (origins) => {
      expect(() => requireOrigins('origins', origins)).toThrow(
        /^origins must be a list of origins/,
      );
    },
  );

  it('takes what browsers send', () => {
    expect(() => requireOrigins('o', ['https://stately.ai', 'http://[::1]:1'])).not.toThrow();
  });
});
