import {
  type AnySupervisorLogic,
  child,
  fromSupervisor,
  NetworkTimeoutError,
  otp,
  policy,
  refAt,
  selfHealing,
} from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { SEVERITIES, type Severity, type SupervisorSpec } from '@kintsugi/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor, fromPromise } from 'xstate';
import { analyse, type CrashLoop } from '../../src/index.ts';
import { chanceFrom, GRAIN_MS, mostInSpan } from './adversary.ts';
import { Lab } from './lab.ts';
import { anyFlatTree, anyLoopTree, worker } from './policies.ts';
import { rootSpec } from './specs.ts';

const DAY_MS = 86_400_000;

/** More than any window of these tests counts, several times over. */
const CRASHES = 45;

/** As it is alone: the others are well. */
function withFirstChild(spec: SupervisorSpec): {
  readonly spec: SupervisorSpec;
  readonly id: string;
} {
  const [first] = spec.children;
  if (first === undefined) throw new Error('a tree with children');
  return { spec: { ...spec, children: [first] }, id: first.id };
}

interface Loop {
  readonly severity: Severity;
  readonly lifeMs: number;
  readonly random?: () => number;
}

/** What answers each crash of a child whose lives are all as long; less than asked for when it does not come up again. */
function answersTo(tree: SupervisorSpec, { severity, lifeMs, random = () => 0 }: Loop) {
  const { spec, id } = withFirstChild(tree);
  const lab = new Lab(spec, { random, keepsEvents: true });
  const answers: string[] = [];
  while (answers.length < CRASHES && lab.untilUp(id)) {
    lab.advanceTo(lab.now + lifeMs);
    const before = lab.events.length;
    lab.fault(id, severity);
    const told = lab.events.slice(before).flatMap((event) => {
      if (event.type === 'child.stepping') return [event.step];
      return event.type === 'child.restarting' ? ['restart'] : [];
    });
    answers.push(told[0] ?? lab.stateOf(id));
  }
  return answers;
}

/** The step that gives it one new life after the other, in the end always the same one; undefined when it comes to rest at any time. */
function lastingStep(spec: SupervisorSpec, loop: Loop): string | undefined {
  const answers = answersTo(spec, loop);
  const isLiving = (step: string) => step === 'restart' || step in spec.policy.customSteps;
  if (answers.length < CRASHES || !answers.every(isLiving)) return undefined;
  const last = answers.slice(-15);
  return last.every((step) => step === last[0]) ? last[0] : undefined;
}

function loopAt(loops: readonly CrashLoop[], lifeMs: number): CrashLoop | undefined {
  return loops.find(
    ({ livesOverMs, livesUnderMs, includesAtOnce }) =>
      (lifeMs > livesOverMs || (includesAtOnce && lifeMs === 0)) && lifeMs < livesUnderMs,
  );
}

function loopsOf(tree: AnySupervisorLogic, severity: Severity): readonly CrashLoop[] {
  const [first] = analyse(tree).supervisors[0]?.children ?? [];
  return first?.faults.find((each) => each.severity === severity)?.crashLoops ?? [];
}

/** Off every edge by more than a division can lose, and the middle of nowhere. */
function telling(loops: readonly CrashLoop[], { policy: { stableAfterMs } }: SupervisorSpec) {
  const edges = loops.flatMap(({ livesOverMs, livesUnderMs }) => [livesOverMs, livesUnderMs]);
  return [...edges, stableAfterMs]
    .filter(Number.isFinite)
    .flatMap((edge) => [edge - 0.01, edge + 0.01])
    .concat(0, 700, 30_000.5, 400_000.5)
    .filter((life) => life >= 0);
}

const MORE = Number(process.env['LAW_RUNS'] ?? 1);

/** Whatever is raised is restarted. */
const restarting = policy({ CRITICAL: ['restart', 'fail'] });

describe('crash loops that no limit ends', () => {
  it.each([
    ['selfHealing', 'TRANSIENT', selfHealing, [300_000, 288]],
    ['selfHealing', 'RECOVERABLE', selfHealing, [300_000, 288]],
    ['selfHealing', 'CRITICAL', selfHealing, undefined],
    ['otp', 'TRANSIENT', otp, [5_000, 17_280]],
    ['otp', 'CRITICAL', otp, [5_000, 17_280]],
    ['where every chain restarts', 'TRANSIENT', restarting, [10_000, 8_640]],
    ['where every chain restarts', 'CRITICAL', restarting, [10_000, 8_640]],
  ] as const)('%s: %s', (_, severity, preset, expected) => {
    const tree = fromSupervisor({ policy: preset, children: [child('a', worker)] });
    const [loop] = loopsOf(tree, severity);
    expect(loop && [loop.livesOverMs, loop.restartsPerDay]).toEqual(expected);
    expect(loop?.livesUnderMs ?? Infinity).toBe(Infinity);
  });

  it.each([
    ['selfHealing', selfHealing, 300_001, 'running'],
    ['selfHealing', selfHealing, 10_001, 'degraded'],
    ['selfHealing', selfHealing, 9_999, 'degraded'],
    ['a policy whose every chain restarts', restarting, 10_001, 'running'],
    ['otp', otp, 5_001, 'running'],
    ['otp', otp, 5_000, 'failed'],
  ] as const)('a real tree under %s', async (_, preset, lifeMs, expected) => {
    const clock = createTestClock();
    const mortal = fromPromise(
      () =>
        new Promise((_resolve, reject) => {
          clock.setTimeout(() => reject(new NetworkTimeoutError('no answer')), lifeMs);
        }),
    );
    const tree = fromSupervisor({ policy: preset, children: [child('a', mortal)] });
    const actor = createActor(tree, { clock });
    actor.subscribe({ error: () => {} });
    actor.start();
    const state = refAt(actor, 'a');
    await clock.advance(2 * 3_600_000);
    expect(actor.getSnapshot().status === 'error' ? 'failed' : state.getSnapshot().value).toBe(
      expected,
    );
  });

  it('seven in a minute are no more than 10,080 in a day', () => {
    const intensity = { maxRestarts: 7, withinMs: 60_000 };
    const tree = fromSupervisor({ policy: otp, intensity, children: [child('a', worker)] });
    expect(loopsOf(tree, 'TRANSIENT')[0]?.restartsPerDay).toBe(10_080);
  });

  it('a range that holds no instant of the clock is none', () => {
    const own = policy({
      RECOVERABLE: [{ step: 'drain', maxAttempts: 2, run: () => undefined }, 'fail'],
      CRITICAL: ['restart', 'fail'],
      pattern: { failures: 3, windowMs: 60_000 },
    });
    const intensity = { maxRestarts: 2, withinMs: 60_000 };
    const tree = fromSupervisor({ policy: own, children: [child('a', worker, { intensity })] });
    expect(loopsOf(tree, 'RECOVERABLE').map(({ step }) => step)).toEqual(['drain']);
  });

  it('without any limit, one that dies at once is restarted as fast as it fails', () => {
    const endless = policy({
      restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } },
      longWindow: { restarts: Infinity },
    });
    const tree = fromSupervisor({ policy: endless, children: [child('a', worker)] });
    expect(loopsOf(tree, 'TRANSIENT')).toEqual([
      {
        livesOverMs: 0,
        livesUnderMs: Infinity,
        includesAtOnce: true,
        step: 'restart',
        restartsPerDay: Infinity,
      },
    ]);
  });

  it('just these lives are restarted for ever by the reducer, and no others', () => {
    const seen = { inside: 0, outside: 0 };
    fc.assert(
      fc.property(
        anyLoopTree,
        fc.constantFrom(...SEVERITIES),
        fc.integer({ min: 1, max: 1_000_000 }),
        (tree, severity, seed) => {
          const spec = rootSpec(tree);
          const loops = loopsOf(tree, severity);
          const cases = telling(loops, spec).map((lifeMs) => ({
            lifeMs,
            step: loopAt(loops, lifeMs)?.step,
          }));
          const inside = cases.filter(({ step }) => step !== undefined);
          for (const { lifeMs, step } of inside) {
            expect(lastingStep(spec, { severity, lifeMs })).toBe(step);
            expect(lastingStep(spec, { severity, lifeMs, random: chanceFrom(seed) })).toBe(step);
          }
          seen.inside += inside.length;
          // Where steps of one's own alternate with others there may be more that nothing ends.
          if (Object.keys(spec.policy.customSteps).length > 0) return;
          const outside = cases.filter(({ step }) => step === undefined);
          for (const { lifeMs } of outside)
            expect(lastingStep(spec, { severity, lifeMs })).toBeUndefined();
          seen.outside += outside.length;
        },
      ),
      { numRuns: 150 * MORE },
    );
    expect(Math.min(seen.inside, seen.outside)).toBeGreaterThan(40);
  });

  it('at the shortest of these lives there are just as many restarts in a day', () => {
    const seen = { counted: 0 };
    fc.assert(
      fc.property(anyFlatTree, fc.constantFrom(...SEVERITIES), (tree, severity) => {
        const { spec, id } = withFirstChild(rootSpec(tree));
        const [loop] = loopsOf(tree, severity);
        if (loop === undefined || loop.step !== 'restart' || loop.restartsPerDay > 20_000) return;
        seen.counted += 1;
        const lives = [loop.livesOverMs, spec.policy.stableAfterMs].filter(
          (life) => life >= loop.livesOverMs && life < loop.livesUnderMs,
        );
        const counts = lives.map((life) => {
          const lab = new Lab(spec);
          while (lab.now < DAY_MS * 1.1 && lab.untilUp(id)) {
            lab.advanceTo(lab.now + life + (loop.includesAtOnce ? 0 : GRAIN_MS));
            lab.fault(id, severity);
          }
          return mostInSpan(
            lab.restarts.map(({ at }) => at),
            DAY_MS,
          );
        });
        expect(Math.max(...counts)).toBe(loop.restartsPerDay);
      }),
      { numRuns: 30 * MORE },
    );
    expect(seen.counted).toBeGreaterThan(3);
  });
});
