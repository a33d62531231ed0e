import { child, fromSupervisor, policy, service } from '@kintsugi/actors';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/index.ts';

const worker = service({ handle: (question: string) => question });
const many = { maxRestarts: 100_000, withinMs: 1e12 };

describe('a limit that would have to be counted for minutes', () => {
  it.each([
    [policy({ restart: { maxAttempts: 1_000_000 } }), 'the root: restart.maxAttempts'],
    [fromSupervisor({ intensity: many, children: [] }), 'the root: intensity.maxRestarts'],
    [
      fromSupervisor({ children: [child('db', worker, { intensity: many })] }),
      'the root: db: intensity.maxRestarts',
    ],
  ])('is refused by its name', (subject, named) => {
    expect(() => analyse(subject)).toThrow(
      `analyse: ${named} must be at most 10000, or Infinity, to be analysed`,
    );
  });

  it('is analysed when it is no limit at all', () => {
    const endless = policy({ restart: { maxAttempts: Infinity } });
    expect(analyse(endless).restartsPerHour.atMost).toBeGreaterThan(0);
  });
});
