import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createCounts,
  HEALTH_STATUSES,
  type HealthStatus,
  moveCount,
  rollUp,
} from '../../src/index.ts';

function countsOf(children: readonly (HealthStatus | undefined)[]) {
  const counts = createCounts();
  for (const health of children) moveCount(counts, undefined, health);
  return counts;
}

describe('rollUp (rule 46)', () => {
  it.each<[HealthStatus, string, readonly HealthStatus[]]>([
    ['healthy', 'no children', []],
    ['healthy', 'healthy children', ['healthy', 'healthy']],
    ['degraded', 'one degraded among healthy ones', ['healthy', 'degraded', 'healthy']],
    ['unhealthy', 'one that answers nobody', ['healthy', 'unhealthy']],
    ['unhealthy', 'one that has failed: the others go on', ['healthy', 'failed']],
    ['unhealthy', 'only failed ones', ['failed', 'failed']],
    ['unhealthy', 'a failed and a degraded one', ['failed', 'degraded']],
  ])('is %s for %s', (status, _, children) => {
    expect(rollUp(countsOf(children))).toBe(status);
  });

  it('is what looking at every child again would say, however they came, changed and went', () => {
    const health = fc.option(fc.constantFrom(...HEALTH_STATUSES), { nil: undefined });
    const moves = fc.array(fc.record({ child: fc.nat({ max: 9 }), to: health }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(moves, (changes) => {
        const counts = createCounts();
        const children = new Map<number, HealthStatus | undefined>();
        for (const { child, to } of changes) {
          moveCount(counts, children.get(child), to);
          children.set(child, to);
          const standing = [...children.values()];
          for (const status of HEALTH_STATUSES)
            expect(counts[status]).toBe(standing.filter((each) => each === status).length);
          expect(rollUp(counts)).toBe(worstOf(standing));
        }
      }),
    );
  });
});

function worstOf(children: readonly (HealthStatus | undefined)[]): HealthStatus {
  if (children.includes('failed')) return 'unhealthy';
  return HEALTH_STATUSES.toReversed().find((status) => children.includes(status)) ?? 'healthy';
}
