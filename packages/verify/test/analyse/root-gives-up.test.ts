import {
  type AnySupervisorLogic,
  child,
  fromSupervisor,
  otp,
  policy,
  type Policy,
  selfHealing,
} from '@kintsugi/actors';
import type { Backoff, Intensity } from '@kintsugi/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, type RootGiveUp } from '../../src/index.ts';
import { type FailingBy, failingService, liveThrough } from './failing-tree.ts';
import { Lab } from './lab.ts';
import { worker } from './policies.ts';
import { rootSpec } from './specs.ts';

function rootGivesUp(tree: AnySupervisorLogic): RootGiveUp | undefined {
  const children = analyse(tree).supervisors.flatMap((supervisor) => supervisor.children);
  return children.find(({ kind }) => kind === 'service')?.rootGivesUp;
}

interface Level {
  readonly policy: 'otp' | 'selfHealing' | Escalating;
  readonly intensity: Intensity | undefined;
  /** Of the supervisor below. */
  readonly restart: 'permanent' | 'transient';
}

/** Restarts, then escalates, whatever the fault. */
interface Escalating {
  readonly maxAttempts: number;
  readonly backoff: Backoff;
  readonly initialStartFailure: 'heal' | 'fatal';
}

const chain = ['restart', 'escalate'] as const;

function policyOf(of: Level['policy']): Policy {
  if (of === 'otp') return otp;
  if (of === 'selfHealing') return selfHealing;
  const { maxAttempts, backoff, initialStartFailure } = of;
  const chains = { TRANSIENT: chain, RECOVERABLE: chain, CRITICAL: chain };
  return policy({ ...chains, restart: { maxAttempts, backoff }, initialStartFailure });
}

/** The first level is the service's own supervisor; the last one is the root. */
function treeOf(levels: readonly Level[], leaf: typeof worker): AnySupervisorLogic {
  return (
    levels.reduce<AnySupervisorLogic | undefined>((below, { policy: of, intensity, restart }) => {
      const only = below === undefined ? child('leaf', leaf) : child('below', below, { restart });
      return fromSupervisor({
        policy: policyOf(of),
        ...(intensity === undefined ? {} : { intensity }),
        children: [only],
      });
    }, undefined) ?? fromSupervisor({ children: [] })
  );
}

const anyLevel: fc.Arbitrary<Level> = fc.record({
  policy: fc.oneof(
    fc.constantFrom('otp', 'otp', 'selfHealing'),
    fc.constant({
      maxAttempts: Infinity,
      backoff: { kind: 'constant', delayMs: 700 },
      initialStartFailure: 'heal',
    }),
    fc.record({
      maxAttempts: fc.constantFrom(1, 2, 3),
      backoff: fc.constantFrom<Backoff>(
        { kind: 'constant', delayMs: 0 },
        { kind: 'constant', delayMs: 700 },
        { kind: 'exponential', baseMs: 1_000, maxMs: 8_000 },
      ),
      initialStartFailure: fc.constantFrom('heal', 'fatal'),
    }),
  ),
  intensity: fc.option(
    fc.record({ maxRestarts: fc.nat(3), withinMs: fc.constantFrom(1_000, 5_000, 60_000) }),
    { nil: undefined },
  ),
  restart: fc.constantFrom('permanent', 'permanent', 'transient'),
});

const MORE = Number(process.env['LAW_RUNS'] ?? 1);

/** What it comes to, with `Infinity` for never. */
function saidOf(tree: AnySupervisorLogic) {
  const said = rootGivesUp(tree);
  if (said?.kind !== 'gaveUp') return { soonestMs: Infinity, crashed: undefined };
  const { lives = 0, afterMs = 0 } = said.levels.at(-1) ?? {};
  return { soonestMs: said.soonestMs, crashed: { lives, afterMs } };
}

async function lived(levels: readonly Level[], by: FailingBy) {
  const failing = failingService(by);
  return liveThrough(treeOf(levels, failing.service), failing, 120_000);
}

describe('when the root gives up', () => {
  it('rule 43: limits of otp multiply, (n + 1) · (m + 1) lives', async () => {
    const levels = [2, 3, 1].map((maxRestarts) => ({
      policy: 'otp' as const,
      restart: 'permanent' as const,
      intensity: { maxRestarts, withinMs: 5_000 },
    }));
    const failing = failingService('crash');
    const tree = treeOf(levels, failing.service);
    expect(rootGivesUp(tree)).toEqual({
      kind: 'gaveUp',
      severity: 'TRANSIENT',
      levels: [
        { path: 'below/below', lives: 3, afterMs: 0 },
        { path: 'below', lives: 12, afterMs: 0 },
        { path: '', lives: 24, afterMs: 0 },
      ],
      soonestMs: 0,
      latestMs: 15_000,
    });
    expect(await liveThrough(tree, failing, 60_000)).toEqual({ lives: 24, afterMs: 0 });
  });

  it('a real tree gives up after just so many lives and just so long, or never', async () => {
    const seen = { gaveUp: 0, never: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(anyLevel, { minLength: 1, maxLength: 3 }), async (levels) => {
        const said = saidOf(treeOf(levels, worker));
        const crashed = await lived(levels, 'crash');
        const times = [crashed, await lived(levels, 'start')].map(({ afterMs }) => afterMs);
        expect(said.soonestMs).toBe(Math.min(...times));
        seen[said.soonestMs === Infinity ? 'never' : 'gaveUp'] += 1;
        expect(crashed.afterMs === Infinity ? crashed : said.crashed).toEqual(crashed);
      }),
      { numRuns: 30 * MORE },
    );
    expect(Math.min(seen.gaveUp, seen.never)).toBeGreaterThan(2);
  });

  it.each([
    [0, 0],
    [1, 5_000],
    [3, 60_000],
  ])(
    'intensity of %s in %s ms: its faults come within that time, or it does not',
    (maxRestarts, withinMs) => {
      const intensity = { maxRestarts, withinMs: Math.max(1, withinMs) };
      const tree = fromSupervisor({ policy: otp, intensity, children: [child('a', worker)] });
      expect(rootGivesUp(tree)).toMatchObject({ latestMs: withinMs });
      const endsAfter = (gapMs: number) => {
        const lab = new Lab(rootSpec(tree));
        for (let crash = 0; crash <= maxRestarts && lab.untilUp('a'); crash++) {
          lab.advanceTo(crash * gapMs);
          lab.fault('a', 'RECOVERABLE');
        }
        return lab.hasEnded ? lab.now : undefined;
      };
      const gapMs = withinMs / Math.max(1, maxRestarts);
      expect(endsAfter(gapMs)).toBe(withinMs);
      expect(maxRestarts > 0 && endsAfter(gapMs + 0.01)).toBe(maxRestarts > 0 && undefined);
    },
  );

  it('a chain that escalates: no later than it says, however slow its restarts are', () => {
    const tree = treeOf(
      [
        {
          policy: {
            maxAttempts: 2,
            backoff: { kind: 'constant', delayMs: 700 },
            initialStartFailure: 'heal',
          },
          intensity: undefined,
          restart: 'permanent',
        },
      ],
      worker,
    );
    const lab = new Lab(rootSpec(tree));
    while (!lab.hasEnded && lab.untilUp('leaf')) {
      lab.fault('leaf', 'CRITICAL');
      lab.untilUp('leaf');
      lab.advanceTo(lab.now + (lab.hasEnded ? 0 : 9_999));
    }
    // Two restarts of up to 5 s for the stop, 30 s for the start and 10 s of life; the lab starts and stops in no time.
    expect(rootGivesUp(tree)).toMatchObject({ latestMs: 90_000 });
    expect(lab.now).toBe(2 * (700 + 9_999));
  });
});
