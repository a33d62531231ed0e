import {
  type AnySupervisorLogic,
  child,
  fromSupervisor,
  otp,
  policy,
  selfHealing,
} from '@kintsugi/actors';
import type { Backoff, Intensity, Severity, SupervisionEvent } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import { analyse, type FindingRule } from '../../src/index.ts';
import { type FaultOptions, Lab } from './lab.ts';
import { worker } from './policies.ts';
import { rootSpec } from './specs.ts';

const rulesOf = (tree: AnySupervisorLogic): readonly FindingRule[] =>
  analyse(tree).findings.map(({ rule }) => rule);

const steps = (tree: AnySupervisorLogic) =>
  analyse(tree)
    .findings.filter(({ rule }) => rule === 'step-never-reached')
    .map(({ message }) => message.split(' is never')[0]);

function give(intensity: Intensity, ids: readonly string[], own?: Intensity): AnySupervisorLogic {
  const options = own === undefined ? {} : { intensity: own };
  return fromSupervisor({ intensity, children: ids.map((id) => child(id, worker, options)) });
}

/** Crashes whoever is up, until the supervisor gives up: when, if it does within an hour. */
function crashAll(tree: AnySupervisorLogic, ids: readonly string[]): number | undefined {
  const lab = new Lab(rootSpec(tree));
  while (!lab.hasEnded && lab.now < 3_600_000) {
    const up = ids.filter((id) => lab.isUp(id));
    for (const id of up) lab.fault(id, 'TRANSIENT');
    if (up.length === 0) lab.advanceTo(lab.nextAt);
  }
  return lab.hasEnded ? lab.now : undefined;
}

describe('the least time until a supervisor gives up', () => {
  it.each([
    ['one child, in two incidents', { maxRestarts: 5, withinMs: 60_000 }, ['a'], 14_000],
    ['one child, and no time for two', { maxRestarts: 5, withinMs: 13_999 }, ['a'], Infinity],
    ['two children', { maxRestarts: 5, withinMs: 60_000 }, ['a', 'b'], 1_000],
    ['three children', { maxRestarts: 5, withinMs: 60_000 }, ['a', 'b', 'c'], 0],
  ])('%s', (_, intensity, ids, afterMs) => {
    expect(analyse(give(intensity, ids)).supervisors[0]?.givesUpAfterMs).toBe(afterMs);
  });

  it('is what the reducer needs when they fail as fast as they can', () => {
    const intensity = { maxRestarts: 5, withinMs: 60_000 };
    expect(crashAll(give(intensity, ['a', 'b']), ['a', 'b'])).toBe(1_000);
    const lab = new Lab(rootSpec(give(intensity, ['a'])));
    for (const at of [0, 0, 1_000, 13_000, 13_000, 14_000]) {
      lab.advanceTo(at);
      lab.fault('a', 'TRANSIENT');
    }
    expect([lab.hasEnded, lab.now]).toEqual([true, 14_000]);
  });

  it('never comes where the child has as small an intensity of its own', () => {
    const intensity = { maxRestarts: 3, withinMs: 60_000 };
    const tree = give(intensity, ['a'], intensity);
    expect(rulesOf(tree)).toContain('intensity-never-exceeded');
    expect(crashAll(tree, ['a'])).toBeUndefined();
    const two = give(intensity, ['a', 'b'], intensity);
    expect(rulesOf(two)).not.toContain('intensity-never-exceeded');
    expect(crashAll(two, ['a', 'b'])).toBe(0);
  });
});

const severe = (maxAttempts: number, backoff: Backoff, windowMs: number) =>
  policy({
    TRANSIENT: ['restart', 'fail'],
    RECOVERABLE: ['fail'],
    CRITICAL: ['fail'],
    restart: { maxAttempts, backoff },
    pattern: { failures: 3, windowMs },
    longWindow: { restarts: 3, withinMs: 3_600_000 },
  });

describe('windows', () => {
  it('the failure that finds the budget spent counts in the pattern', () => {
    const backoff = { kind: 'constant', delayMs: 20_000 } as const;
    const raises = (windowMs: number) => {
      const tree = fromSupervisor({
        policy: severe(2, backoff, windowMs),
        children: [child('a', worker)],
      });
      const lab = new Lab(rootSpec(tree), { keepsEvents: true });
      for (let crash = 0; crash < 3 && lab.untilUp('a'); crash++) lab.fault('a', 'TRANSIENT');
      const isRaised = lab.events.some((event) => event.type === 'child.faulted' && event.raisedBy);
      return [isRaised, !rulesOf(tree).includes('pattern-never-reached')];
    };
    // Failures at 0, 20 and 40 s; and 4 times stableAfterMs is 40 s.
    expect(raises(40_001)).toEqual([true, true]);
    expect(raises(45_000)).toEqual([true, true]);
  });

  it('starts that fail are not raised: a whole budget comes after the last failure that is let through', () => {
    const tree = fromSupervisor({
      policy: severe(3, { kind: 'constant', delayMs: 0 }, 60_000),
      children: [child('a', worker)],
    });
    expect(analyse(tree).restartsPerHour.atMost).toBe(3 - 1 + 3);
    let failing = 0;
    const start = (): Severity | undefined => {
      failing -= 1;
      return failing >= 0 ? 'TRANSIENT' : undefined;
    };
    const lab = new Lab(rootSpec(tree), { habits: { start } });
    for (const [at, failures] of [
      [0, 0],
      [1_000_000, 0],
      [2_000_000, 2],
    ] as const) {
      lab.advanceTo(at);
      failing = failures;
      lab.fault('a', 'TRANSIENT', { operations: { settled: 9, failed: 1 } });
      lab.untilUp('a');
    }
    expect([lab.restarts.length, lab.stateOf('a')]).toEqual([5, 'running']);
  });
});

/** What answers some faults, in a row. */
function answered(
  tree: AnySupervisorLogic,
  faults: readonly (readonly [Severity, FaultOptions['origin']?])[],
) {
  const lab = new Lab(rootSpec(tree), { keepsEvents: true, habits: { attempt: () => undefined } });
  for (const [severity, origin = 'worker'] of faults) {
    lab.untilUp('a');
    lab.fault('a', severity, { origin });
  }
  const told: Partial<Record<SupervisionEvent['type'], string>> = {
    'child.restarting': 'restart',
    'child.retrying': 'retry',
    'child.degraded': 'fallback',
    'child.failed': 'fail',
  };
  return lab.events.flatMap(({ type }) => told[type] ?? []);
}

describe('steps that only few ways lead to', () => {
  it('on probation, when restart is spent', () => {
    const tree = fromSupervisor({
      policy: policy({
        TRANSIENT: ['fail'],
        RECOVERABLE: ['restart', 'retry', 'fail'],
        CRITICAL: ['fail'],
        restart: { maxAttempts: 1 },
      }),
      children: [child('a', worker)],
    });
    expect(steps(tree)).toEqual([]);
    expect(answered(tree, [['RECOVERABLE'], ['RECOVERABLE', 'operation']])).toEqual([
      'restart',
      'retry',
    ]);
  });

  it('just after the return from degraded, when restart has no limit', () => {
    const tree = fromSupervisor({
      policy: policy({ TRANSIENT: ['fallback', 'fail'], restart: { maxAttempts: Infinity } }),
      children: [child('a', worker)],
    });
    expect(steps(tree)).toEqual([
      'step "fail" of TRANSIENT and CRITICAL',
      'step "fail" of RECOVERABLE',
    ]);
    expect(answered(tree, [['TRANSIENT'], ['RECOVERABLE']])).toEqual(['fallback', 'fallback']);
  });

  it('none of a severity that is always raised', () => {
    const pattern = { failures: 1, minFailureRate: 0 };
    const tree = fromSupervisor({ policy: policy({ pattern }), children: [child('a', worker)] });
    expect(analyse(tree).findings.map(({ message }) => message)).toContain(
      'step "retry" of TRANSIENT is never reached: a pattern of one failure raises every such fault',
    );
    expect(answered(tree, [['TRANSIENT', 'operation']])).toEqual(['restart']);
  });

  it('but not by a milder fault in the middle of a step', () => {
    const tree = fromSupervisor({
      policy: policy({ TRANSIENT: ['retry', 'fallback', 'restart', 'fail'] }),
      children: [child('a', worker)],
    });
    expect(steps(tree)[0]).toBe('step "restart" of TRANSIENT');
    let isUnderWay = false;
    const lab = new Lab(rootSpec(tree), {
      keepsEvents: true,
      habits: { start: () => (isUnderWay ? 'TRANSIENT' : undefined) },
    });
    isUnderWay = true;
    lab.fault('a', 'RECOVERABLE');
    lab.advanceTo(10_000);
    const severities = lab.events.flatMap((event) =>
      event.type === 'child.restarting' ? [event.severity] : [],
    );
    expect(severities).toEqual(['RECOVERABLE', 'RECOVERABLE', 'RECOVERABLE']);
  });

  it('by a worse fault in the middle of a step', () => {
    const tree = fromSupervisor({
      policy: policy({ CRITICAL: ['fallback', 'restart', 'fail'], restart: { maxAttempts: 2 } }),
      children: [child('a', worker)],
    });
    expect(steps(tree)).toEqual(['step "fail" of TRANSIENT and RECOVERABLE']);
    const fates: Severity[] = ['CRITICAL', 'CRITICAL'];
    let isUnderWay = false;
    const lab = new Lab(rootSpec(tree), {
      habits: { start: () => (isUnderWay ? fates.shift() : undefined) },
    });
    isUnderWay = true;
    lab.fault('a', 'RECOVERABLE');
    lab.advanceTo(60_000);
    // Restart, restart again behind it in the other chain, and its end.
    expect([lab.restarts.length, lab.stateOf('a')]).toEqual([2, 'failed']);
  });
});

describe('budgets beside an intensity', () => {
  it.each([
    [2, ['budget-never-spent']],
    [3, []],
  ])('of three restarts, with an intensity of %s an hour', (maxRestarts, expected) => {
    const own = { maxRestarts, withinMs: 3_600_000 };
    const tree = fromSupervisor({
      policy: selfHealing,
      children: [child('a', worker, { intensity: own })],
    });
    expect(rulesOf(tree).filter((rule) => rule === 'budget-never-spent')).toEqual(expected);
  });

  it('the steps behind restart are never reached where the supervisor gives up first', () => {
    const intensity = { maxRestarts: 1, withinMs: 3_600_000 };
    const tree = fromSupervisor({
      policy: policy({ CRITICAL: ['fail'] }),
      intensity,
      children: [child('a', worker)],
    });
    expect(steps(tree)).toContain('step "fallback" of TRANSIENT and RECOVERABLE');
    expect(crashAll(tree, ['a'])).toBe(0);
    expect(steps(fromSupervisor({ policy: otp, children: [child('a', worker)] }))).toEqual([
      'step "escalate" of TRANSIENT, RECOVERABLE and CRITICAL',
    ]);
  });
});
