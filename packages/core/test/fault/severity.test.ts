import { describe, expect, it } from 'vitest';
import { compareSeverity, raiseSeverity, SEVERITIES, worstSeverity } from '../../src/index.ts';

describe('severity', () => {
  it('is ordered from TRANSIENT over RECOVERABLE to CRITICAL', () => {
    expect((['CRITICAL', 'TRANSIENT', 'RECOVERABLE'] as const).toSorted(compareSeverity)).toEqual(
      SEVERITIES,
    );
  });

  it('is equal to itself and to nothing else', () => {
    for (const a of SEVERITIES) {
      for (const b of SEVERITIES) expect(compareSeverity(a, b) === 0).toBe(a === b);
    }
  });

  it.each([
    ['TRANSIENT', 'RECOVERABLE', 'RECOVERABLE'],
    ['CRITICAL', 'RECOVERABLE', 'CRITICAL'],
    ['TRANSIENT', 'TRANSIENT', 'TRANSIENT'],
  ] as const)('worst of %s and %s is %s, in either order', (a, b, worst) => {
    expect([worstSeverity(a, b), worstSeverity(b, a)]).toEqual([worst, worst]);
  });

  it.each([
    ['TRANSIENT', 'RECOVERABLE'],
    ['RECOVERABLE', 'CRITICAL'],
    ['CRITICAL', 'CRITICAL'],
  ] as const)('%s is raised to %s: one tier only', (severity, raised) => {
    expect(raiseSeverity(severity)).toBe(raised);
  });
});
