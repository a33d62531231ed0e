import { child, fromSupervisor, policy, selfHealing, otp, service } from '@kintsugi/actors';
import { backoffDelay } from '@kintsugi/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/index.ts';
import { Lab } from './lab.ts';
import { rootSpec } from './specs.ts';

const HOUR_MS = 3_600_000;
const worker = service({ handle: () => 'ok' });

/** Incidents, the last one first. */
interface Schedule {
  readonly at: number;
  readonly size: number;
  readonly before: Schedule | undefined;
}

/** The sizes of the incidents that bring so many restarts about soonest: every way is tried. */
function soonestSchedules(waits: readonly number[], stableAfterMs: number) {
  const lasts = [0];
  for (const wait of waits) lasts.push((lasts.at(-1) ?? 0) + wait);
  const closed: Schedule[] = [{ at: 0, size: 0, before: undefined }];
  const best = (restarts: number, costOf: (size: number) => number): Schedule => {
    const ways = waits.slice(0, restarts).map((_, index) => {
      const before = closed[restarts - index - 1];
      return { at: (before?.at ?? Infinity) + costOf(index + 1), size: index + 1, before };
    });
    return ways.reduce((one, other) => (other.at < one.at ? other : one));
  };
  return (restarts: number): Schedule => {
    for (let count = closed.length; count <= restarts; count++)
      closed.push(best(count, (size) => (lasts[size] ?? 0) + stableAfterMs));
    return best(restarts, (size) => lasts[size - 1] ?? 0);
  };
}

function sizesOf({ size, before }: Schedule): readonly number[] {
  return before === undefined ? [] : [...sizesOf(before), size];
}

const anyBackoff = fc.constantFrom(
  { kind: 'exponential', baseMs: 1_000, maxMs: 60_000 } as const,
  { kind: 'exponential', baseMs: 700, factor: 3, maxMs: 20_000, firstAttempt: 'delayed' } as const,
  { kind: 'exponential', baseMs: 4_000, jitter: 'equal', maxMs: 60_000 } as const,
  { kind: 'exponential', baseMs: 900, jitter: 'decorrelated', maxMs: 60_000 } as const,
  { kind: 'linear', baseMs: 1_500 } as const,
  { kind: 'constant', delayMs: 2_500 } as const,
  { kind: 'constant', delayMs: 0 } as const,
);

describe('restarts per hour', () => {
  it.each([
    ['selfHealing', selfHealing, 832],
    ['otp', otp, 720],
  ])('%s', (_, preset, most) => {
    expect(analyse(preset).restartsPerHour).toEqual({ atMost: most, isReached: true });
  });

  it('one child without an intensity: just as many as the best of all schedules, which the reducer carries out', () => {
    fc.assert(
      fc.property(
        anyBackoff,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(1_000, 6_000, 10_000, 14_000),
        (backoff, maxAttempts, stableAfterMs) => {
          const own = policy({ restart: { maxAttempts, backoff }, stableAfterMs });
          const tree = fromSupervisor({ policy: own, children: [child('a', worker)] });
          const waits = Array.from(
            { length: maxAttempts },
            (_, n) => backoffDelay(backoff, n + 1, 0).delayMs,
          );
          const schedule = soonestSchedules(waits, stableAfterMs);
          let most = 1;
          while (schedule(most + 1).at < HOUR_MS) most += 1;
          expect(analyse(tree).restartsPerHour).toEqual({ atMost: most, isReached: true });

          const lab = new Lab(rootSpec(tree));
          for (const size of sizesOf(schedule(most))) {
            for (let crash = 0; crash < size; crash++) {
              lab.untilUp('a');
              lab.fault('a', 'TRANSIENT');
            }
            lab.untilUp('a');
            lab.advanceTo(lab.now + stableAfterMs);
          }
          expect(lab.stateOf('a')).toBe('running');
          const restarts = lab.restarts.map(({ at }) => at);
          expect(restarts).toHaveLength(most);
          expect(restarts.at(-1)).toBeLessThan((restarts[0] ?? 0) + HOUR_MS);
        },
      ),
      { numRuns: 40 },
    );
  });
});
