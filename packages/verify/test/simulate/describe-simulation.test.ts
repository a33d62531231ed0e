import { describe, expect, it } from 'vitest';
import {
  describeInjection,
  describeSimulation,
  type Injection,
  simulate,
} from '../../src/index.ts';
import { shop } from './trees.ts';

describe('describeSimulation', () => {
  it('tells a person how every service fared, in 80 columns', async () => {
    const result = await simulate(shop, { seed: 1, days: 0.05, faults: 'rough' });
    const lines = describeSimulation(result).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[0]).toBe('1 h 12 min of virtual time, seed 1: everything has held');
    expect(lines[2]).toMatch(/^service +running +degraded +down +incidents +restarts +repair p50$/);
    for (const { path } of result.services)
      expect(lines.some((line) => line.startsWith(`${path} `))).toBe(true);
    expect(lines.find((line) => line.startsWith('asks'))).toMatch(/^asks {7}[\d,]+, answered \d/);
    expect(lines).toContain(`sha-256    ${result.digest}`);
  });

  it('says what does not hold, and what must happen for it', async () => {
    const result = await simulate(shop, {
      script: [{ at: 0, do: 'ask', path: 'db', error: 'TypeError' }],
      invariants: {
        'db stays up': ({ events }) =>
          events.some(({ type, path }) => type === 'child.restarting' && path === 'db')
            ? 'db is restarted'
            : undefined,
      },
    });
    const text = describeSimulation(result);
    expect(text).toContain('by script: "db stays up" does not hold');
    expect(text).toContain('ask db: it fails once: TypeError');
    expect(text).toContain('log        1 injection, ');
    expect(text).toMatch(/^found after .* and 1 injection:$/m);
  });
});

describe('describeInjection', () => {
  const texts: readonly (readonly [Injection, string])[] = [
    [{ at: 0, do: 'ask', path: 'db' }, 'ask db'],
    [
      {
        at: 0,
        do: 'ask',
        path: 'db',
        latencyMs: 1_500,
        error: 'TypeError',
        failures: 2,
        timeoutMs: 10,
        through: 'cache',
      },
      'ask db: it asks cache, takes 1.5 s, fails 2 times: TypeError, is given up after 10 ms',
    ],
    [
      { at: 0, do: 'tell', path: 'db', error: 'ECONNREFUSED' },
      'tell db: it fails once: ECONNREFUSED',
    ],
    [
      { at: 0, do: 'outage', paths: ['db', 'cache'], durationMs: 60_000, error: 'DependencyError' },
      'what db, cache need is away for 1 min: DependencyError',
    ],
    [
      { at: 0, do: 'slowdown', path: 'db', durationMs: 60_000, factor: 5 },
      'db is 5 times as slow for 1 min',
    ],
    [
      { at: 0, do: 'failStart', path: 'db', error: 'TypeError', latencyMs: 10 },
      'the next start of db fails after 10 ms: TypeError',
    ],
    [
      { at: 0, do: 'slowStart', path: 'db', latencyMs: 60_000 },
      'the next start of db takes 1 min, whatever it is told',
    ],
    [
      { at: 0, do: 'slowStart', path: 'db', latencyMs: 60_000, heedsAbort: true },
      'the next start of db takes 1 min, unless it is aborted',
    ],
    [
      { at: 0, do: 'failStop', path: 'db', error: 'TypeError' },
      'the next stop of db throws: TypeError',
    ],
    [{ at: 0, do: 'slowStop', path: 'db', latencyMs: 60_000 }, 'the next stop of db takes 1 min'],
    [
      { at: 0, do: 'failFallback', path: 'db', error: 'TypeError' },
      'the next fallback of db throws: TypeError',
    ],
    [
      { at: 0, do: 'failDegrade', path: 'db', error: 'TypeError' },
      'db cannot be degraded the next time: TypeError',
    ],
    [{ at: 0, do: 'exit', path: 'db', exit: 'shutdown' }, 'db ends by itself: shutdown'],
    [{ at: 0, do: 'recover', path: 'db' }, 'a person recovers db'],
    [{ at: 0, do: 'terminateChild', path: 'db' }, 'a person stops db'],
    [{ at: 0, do: 'terminateChild', path: 'db', brutal: true }, 'a person stops db brutally'],
    [{ at: 0, do: 'restartChild', path: 'db' }, 'a person restarts db'],
    [{ at: 0, do: 'startChild', path: 'rooms', id: '1' }, 'rooms/1 is started'],
    [{ at: 0, do: 'deploy' }, 'the whole tree is deployed anew'],
  ];

  it.each(texts)('%j', (injection, text) => {
    expect(describeInjection(injection)).toBe(text);
  });
});
