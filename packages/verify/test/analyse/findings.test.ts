import {
  type AnySupervisorLogic,
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  selfHealing,
} from '@kintsugi/actors';
import { InvalidOptionError } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import { analyse, describeAnalysis, type FindingRule } from '../../src/index.ts';
import { worker } from './policies.ts';

function found(tree: AnySupervisorLogic, rule: FindingRule, options = {}) {
  return analyse(tree, options)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
}

const endless = (delayMs: number, restarts = Infinity) =>
  policy({
    restart: { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs } },
    longWindow: { restarts },
  });

describe('findings', () => {
  it.each([
    ['one that dies at once, as fast as it fails', endless(0), {}, 'error'],
    ['one that dies at once, every ten seconds', endless(10_000), {}, 'error'],
    ['one that dies at once, every ten minutes', endless(600_000), {}, 'info'],
    ['one that lives for five seconds', otp, {}, 'warning'],
    ['the same, where that is tolerable', otp, { tolerablePerHour: 1_000 }, 'info'],
  ])('crash-loop-never-trips: %s', (_, of, options, severity) => {
    const tree = fromSupervisor({ policy: of, children: [child('a', worker)] });
    const [first = ''] = found(tree, 'crash-loop-never-trips', options);
    expect(first.split(' ')[0]).toBe(severity);
  });

  it.each([
    ['an intensity of the child ends it, as the hint says', endless(0), 12],
    ['the long window ends it', endless(0, 12), Infinity],
  ])('crash-loop-never-trips: %s', (_, of, maxRestarts) => {
    const intensity = { maxRestarts, withinMs: 3_600_000 };
    const tree = fromSupervisor({ policy: of, children: [child('a', worker, { intensity })] });
    expect(found(tree, 'crash-loop-never-trips')).toEqual([
      'info a: TRANSIENT and RECOVERABLE faults: when each life exceeds 5 min, it is restarted for ever, up to 288 times a day',
    ]);
  });

  it('limits-multiply: more than a hundred lives are a warning', () => {
    const of = (children: readonly ReturnType<typeof child>[]) =>
      fromSupervisor({
        policy: otp,
        intensity: { maxRestarts: 10, withinMs: 60_000 },
        children,
      });
    const tree = of([child('below', of([child('a', worker)]))]);
    expect(found(tree, 'limits-multiply')).toEqual([
      'warning below/a: limits multiply: 11 lives until its supervisor gives up, 121 until the root does, after 0 ms at the soonest',
    ]);
  });

  it('restarts-together: instances whose waits have no jitter', () => {
    const rooms = (jitter: 'none' | 'full') =>
      fromDynamicSupervisor({
        child: worker,
        maxChildren: 50,
        policy: policy({ restart: { backoff: { kind: 'linear', baseMs: 1_000, jitter } } }),
      });
    expect(found(rooms('none'), 'restarts-together')).toEqual([
      'info *: 50 instances have the same waits (1 s, 2 s and 3 s): those that fail together are restarted together',
    ]);
    expect(found(rooms('full'), 'restarts-together')).toEqual([]);
  });

  it('stand with the worst first', () => {
    const tree = fromSupervisor({
      policy: endless(0),
      children: [child('a', worker, { shutdown: Infinity }), child('b', worker)],
    });
    const severities = analyse(tree).findings.map(({ severity }) => severity);
    expect(severities).toEqual(
      severities.toSorted(
        (one, other) => 'ewi'.indexOf(one.charAt(0)) - 'ewi'.indexOf(other.charAt(0)),
      ),
    );
    expect(new Set(severities).size).toBe(3);
  });
});

describe('analyse', () => {
  it.each([
    ['nothing', undefined, {}],
    ['a service', worker, {}],
    ['an unknown option', selfHealing, { startsWithinMs: 1 }],
    ['no time', selfHealing, { startWithinMs: 0 }],
    ['less than nothing', selfHealing, { tolerablePerHour: -1 }],
  ])('refuses %s', (_, subject, options) => {
    expect(() => analyse(subject as never, options as never)).toThrow(InvalidOptionError);
  });

  it.each<readonly [message: string, options: unknown]>([
    ['analyse.options must be an object, got null', null],
    [
      'analyse.tolerablePerHour must be a number of at least 0, got null',
      { tolerablePerHour: null },
    ],
    [
      'analyse.tolerablePerHour must be a number of at least 0, got "12"',
      { tolerablePerHour: '12' },
    ],
    [
      'analyse.startWithinMs must be a number of milliseconds of at least 1, or Infinity, got "1"',
      { startWithinMs: '1' },
    ],
  ])('says which option, and what it must be: %s', (message, options) => {
    expect(() => analyse(otp, options as never)).toThrow(message);
  });

  it('says nothing of a tree without children', () => {
    const analysis = analyse(fromSupervisor({ children: [] }));
    expect(analysis).toMatchObject({
      restartsPerHour: { atMost: 0, isReached: true },
      findings: [],
    });
    expect(describeAnalysis(analysis)).toBe(
      [
        '1 supervisor, 0 services: 0 restarts an hour; up within 0 ms, stopped within 0 ms',
        'Nothing to be said against it.',
        'root (one_for_one, no intensity): 0 restarts an hour; never gives up; up within 0 ms, stopped within\n0 ms',
      ].join('\n\n'),
    );
  });

  it('reckons what a group restart brings with it', () => {
    const of = (strategy: 'one_for_one' | 'one_for_all' | 'rest_for_one') =>
      analyse(
        fromSupervisor({
          strategy,
          policy: otp,
          children: [
            child('a', worker),
            child('b', worker),
            child('c', worker, { restart: 'temporary' }),
          ],
        }),
      );
    const starts = (strategy: Parameters<typeof of>[0]) => {
      const { restartsPerHour, supervisors } = of(strategy);
      const children = supervisors[0]?.children ?? [];
      return [restartsPerHour, ...children.map((each) => each.restartsPerHour)].map(
        ({ atMost, isReached }) => (isReached ? atMost : `≤ ${atMost}`),
      );
    };
    // All of them, then each: otp grants 720 restarts an hour to whoever needs them.
    expect(starts('one_for_one')).toEqual([720, 720, 720, 0]);
    expect(starts('rest_for_one')).toEqual([1_440, 720, 720, 0]);
    expect(starts('one_for_all')).toEqual([1_440, 720, 720, 0]);
  });

  it('counts the instances that there can be', () => {
    const rooms = (maxChildren: number) =>
      analyse(fromDynamicSupervisor({ child: worker, maxChildren })).restartsPerHour;
    expect([1, 10, Infinity, 0].map((most) => rooms(most).atMost)).toEqual([14, 140, Infinity, 0]);
  });
});

describe('describeAnalysis', () => {
  it('names children that are alike once, and counts those of many', () => {
    const children = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => child(id, worker));
    const text = describeAnalysis(analyse(fromSupervisor({ children })));
    expect(text).toContain(
      'a, b, c and 3 more (permanent): started again 14 times an hour at most each',
    );
    expect(text.split('\n').every((line) => line.length <= 100)).toBe(true);
  });
});

describe('describeAnalysis, of a single restart,', () => {
  it('has it in the singular', () => {
    const tree = fromSupervisor({
      policy: otp,
      intensity: { maxRestarts: 1, withinMs: 172_800_000 },
      children: [child('a', worker)],
    });
    const text = describeAnalysis(analyse(tree));
    expect(text).toContain('1 service: 1 restart an hour; ');
    expect(text).toContain('a (permanent): started again 1 time an hour at most');
  });
});

describe('a nested supervisor', () => {
  const nested = (options: object, restart: 'permanent' | 'transient' = 'permanent') => {
    const below = fromSupervisor({ children: [child('a', worker)], ...options });
    const tree = fromSupervisor({ policy: otp, children: [child('below', below, { restart })] });
    const [own] = analyse(tree).supervisors[0]?.children ?? [];
    return own;
  };

  it('that nothing ends is never restarted', () => {
    expect(nested({})).toMatchObject({
      restartsPerHour: { atMost: 0, isReached: true },
      faults: [],
    });
  });

  it('that can shut down by itself is restarted, when it is permanent', () => {
    const significant = {
      autoShutdown: 'any_significant',
      children: [child('a', worker, { restart: 'transient', significant: true })],
    };
    expect(nested(significant)?.restartsPerHour.atMost).toBe(720);
    expect(nested(significant)?.faults).toHaveLength(2);
  });

  it('rule 44: under otp a transient one is not restarted after it has given up', () => {
    const [permanent, transient] = (['permanent', 'transient'] as const).map(
      (restart) => nested({ policy: otp }, restart)?.faults[0],
    );
    expect(permanent).toMatchObject({ atOnce: { kind: 'gaveUp', restarts: 1 } });
    expect(permanent?.crashLoops).toHaveLength(1);
    expect(transient).toMatchObject({ atOnce: { kind: 'ended', restarts: 0 }, crashLoops: [] });
  });

  it('under one that never has enough: what is below is restarted without limit', () => {
    const below = fromSupervisor({ policy: otp, children: [child('a', worker)] });
    const tree = fromSupervisor({ policy: endless(0), children: [child('below', below)] });
    const analysis = analyse(tree);
    expect(analysis.restartsPerHour).toEqual({ atMost: Infinity, isReached: false });
    expect(describeAnalysis(analysis)).not.toContain('NaN');
  });

  it('with an intensity for its whole life', () => {
    const intensity = { maxRestarts: 4, withinMs: Infinity };
    const tree = fromSupervisor({ policy: otp, intensity, children: [child('a', worker)] });
    const { restartsPerHour, findings } = analyse(tree);
    expect(restartsPerHour).toEqual({ atMost: 4, isReached: true });
    expect(findings.filter(({ rule }) => rule === 'crash-loop-never-trips')).toEqual([]);
  });
});
