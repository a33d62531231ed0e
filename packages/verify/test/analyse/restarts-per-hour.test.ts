import {
  type AnySupervisorLogic,
  child,
  fromSupervisor,
  policy,
  selfHealing,
  otp,
} from '@kintsugi/actors';
import { type Backoff, backoffDelay, type SupervisorSpec } from '@kintsugi/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, type SupervisorAnalysis } from '../../src/index.ts';
import { crashEagerly, harass, mostInSpan } from './adversary.ts';
import { Lab } from './lab.ts';
import { anyBackoff, anyFlatTree, anyIntensity, worker } from './policies.ts';
import { rootSpec } from './specs.ts';

const HOUR_MS = 3_600_000;

/** More when asked for: `LAW_RUNS=20 npx vitest run analyse` runs twenty times as many. */
const MORE = Number(process.env['LAW_RUNS'] ?? 1);

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

/** What the other limits grant is not cut short. */
const NONE = { restarts: Infinity } as const;

describe('restarts per hour', () => {
  it.each([
    ['selfHealing', selfHealing, 14],
    ['otp', otp, 720],
  ])('%s', (_, preset, atMost) => {
    expect(analyse(preset).restartsPerHour).toEqual({ atMost, isReached: true });
  });

  it('one child: just as many as the best of all schedules has, and the reducer carries that out', () => {
    fc.assert(
      fc.property(
        anyBackoff,
        fc.constantFrom(1, 1, 2, 2, 3, 5, 7),
        fc.constantFrom(6_000, 10_000, 14_000),
        (backoff, maxAttempts, stableAfterMs) => {
          const own = policy({
            restart: { maxAttempts, backoff },
            stableAfterMs,
            longWindow: NONE,
          });
          const tree = fromSupervisor({ policy: own, children: [child('a', worker)] });
          const schedule = soonestSchedules(waitsOf(backoff, maxAttempts), stableAfterMs);
          let most = 1;
          while (schedule(most + 1).at < HOUR_MS) most += 1;
          expect(analyse(tree).restartsPerHour).toEqual({ atMost: most, isReached: true });

          const dense = sizesOf(schedule(most));
          const sizes = (incident: number) => dense[incident] ?? 1;
          expect(crashEagerly(rootSpec(tree), 'a', { sizes, spanMs: HOUR_MS })).toHaveLength(most);
        },
      ),
      { numRuns: 20 * MORE },
    );
  });

  it('with intensities: never more, and just as many where it says so', () => {
    const seen = { reached: 0, bounded: 0 };
    fc.assert(
      fc.property(
        anyBackoff,
        fc.constantFrom(1, 2, 3, 5, Infinity),
        fc.constantFrom(3_000, 10_000),
        anyIntensity,
        anyIntensity,
        fc.constantFrom(NONE, {}),
        (backoff, maxAttempts, stableAfterMs, shared, own, longWindow) => {
          fc.pre(maxAttempts !== Infinity || shared !== undefined || own !== undefined);
          const tree = fromSupervisor({
            policy: policy({ restart: { maxAttempts, backoff }, stableAfterMs, longWindow }),
            ...(shared === undefined ? {} : { intensity: shared }),
            children: [child('a', worker, own === undefined ? {} : { intensity: own })],
          });
          const { atMost, isReached } = analyse(tree).restartsPerHour;
          seen[isReached ? 'reached' : 'bounded'] += 1;
          const spec = rootSpec(tree);
          const best = Math.max(mostCrashes(spec, atMost), crashAndFailToStart(spec, 'a'));
          expect(best).toBeLessThanOrEqual(atMost);
          expect(isReached ? best : atMost).toBe(atMost);
        },
      ),
      { numRuns: 90 * MORE },
    );
    expect(seen.reached).toBeGreaterThan(30);
  });

  it('with a long window: all failures that it lets through, and after the last one starts that fail', () => {
    const seen = { spent: 0 };
    fc.assert(
      fc.property(
        anyBackoff,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom(HOUR_MS, 2 * HOUR_MS),
        (backoff, maxAttempts, restarts, withinMs) => {
          const longWindow = { restarts, withinMs };
          const own = policy({ restart: { maxAttempts, backoff }, longWindow });
          const tree = fromSupervisor({ policy: own, children: [child('a', worker)] });
          const { atMost, isReached } = analyse(tree).restartsPerHour;
          const best = crashAndFailToStart(rootSpec(tree), 'a');
          expect(best).toBeLessThanOrEqual(atMost);
          expect(isReached ? best : atMost).toBe(atMost);
          seen.spent += Number(isReached);
        },
      ),
      { numRuns: 40 * MORE },
    );
    expect(seen.spent).toBeGreaterThan(20);
  });

  it('never more, whatever happens to whichever child in whatever order', () => {
    const seen = { reached: 0 };
    fc.assert(
      fc.property(anyFlatTree, fc.integer({ min: 1, max: 1_000_000 }), (tree, seed) => {
        const spec = rootSpec(tree);
        const { restartsPerHour, children } = analysed(tree);
        const lives = harass(spec, { seed, untilMs: 3 * HOUR_MS }).map(({ restarts }) => restarts);
        const busiest = Math.max(...lives.map((restarts) => mostPerHour(restarts)));
        expect(busiest).toBeLessThanOrEqual(restartsPerHour.atMost);
        seen.reached += Number(busiest > 0 && busiest === restartsPerHour.atMost);
        spec.children.forEach(({ id }, index) => {
          const own = lives.map((restarts) =>
            mostPerHour(restarts.filter((each) => each.id === id)),
          );
          expect(Math.max(...own)).toBeLessThanOrEqual(
            children[index]?.restartsPerHour.atMost ?? 0,
          );
        });
      }),
      { numRuns: 40 * MORE },
    );
    // A bound that is never come to would hold whatever it says.
    expect(seen.reached).toBeGreaterThan(1);
  });
});

/** The most of all plans: some size of every incident, or the sizes that are the densest where there is no intensity. */
function mostCrashes(spec: SupervisorSpec, enough: number): number {
  const { restart, stableAfterMs } = spec.policy;
  const waits = waitsOf(restart.backoff, Math.min(restart.maxAttempts, 20));
  const dense = sizesOf(soonestSchedules(waits, stableAfterMs)(enough));
  const sizes = [Infinity, 1, 2, 3, 4, 5, 6, 7, 8].map((size) => () => size);
  let best = 0;
  for (const size of [(incident: number) => dense[incident] ?? 1, ...sizes]) {
    const planned = (incident: number) => Math.min(restart.maxAttempts, size(incident));
    best = Math.max(best, crashEagerly(spec, 'a', { sizes: planned, spanMs: HOUR_MS }).length);
    if (best === enough) break;
  }
  return best;
}

/** Crashes a child as soon as it is stable, until only one more crash is let through: then no start succeeds. How often it is restarted. */
function crashAndFailToStart(spec: SupervisorSpec, id: string): number {
  const { stableAfterMs, longWindow } = spec.policy;
  let hasCrashedLast = false;
  const lab = new Lab(spec, {
    habits: { start: () => (hasCrashedLast ? 'TRANSIENT' : undefined) },
  });
  for (let crash = 1; crash <= longWindow.restarts && lab.now < HOUR_MS; crash += 1) {
    lab.advanceTo(lab.now + stableAfterMs);
    hasCrashedLast = crash === longWindow.restarts;
    lab.fault(id, 'TRANSIENT');
    if (!hasCrashedLast) lab.untilUp(id);
  }
  lab.advanceTo(HOUR_MS);
  return mostPerHour(lab.restarts);
}

function analysed(tree: AnySupervisorLogic): SupervisorAnalysis {
  const [root] = analyse(tree).supervisors;
  if (root === undefined) throw new Error('a tree has a root');
  return root;
}

function waitsOf(backoff: Backoff, amount: number): readonly number[] {
  return Array.from({ length: amount }, (_, index) => backoffDelay(backoff, index + 1, 0).delayMs);
}

function mostPerHour(restarts: readonly { readonly at: number }[]): number {
  return mostInSpan(
    restarts.map(({ at }) => at),
    HOUR_MS,
  );
}
