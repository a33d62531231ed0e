import { describe, expect, it } from 'vitest';
import { admitsViewer } from '../../src/inspection/index.ts';

describe('admitsViewer', () => {
  it.each([
    ['no browser', '127.0.0.1:8888', undefined, true],
    ['a page of this machine', 'localhost:8888', 'http://localhost:3000', true],
    ['a page of this machine, by IPv6', '[::1]:8888', 'http://[::1]:8888', true],
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
    ['a name that only begins alike', '127.0.0.1.evil.example', undefined, false],
    ['no host', undefined, undefined, false],
  ])('%s', (_name, host, origin, expected) => {
    expect(admitsViewer({ host, origin }, ['https://stately.ai'])).toBe(expected);
  });

  it('admits no other site unless it is told to', () => {
    const host = '127.0.0.1:1';
    expect(admitsViewer({ host, origin: 'https://stately.ai' })).toBe(false);
  });
});
