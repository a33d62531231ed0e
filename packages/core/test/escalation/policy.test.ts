import { describe, expect, it } from 'vitest';
import { escalationPolicy, InvalidOptionError, otp, selfHealing } from '../../src/index.ts';

function refusal(options: unknown): InvalidOptionError | undefined {
  try {
    Reflect.apply(escalationPolicy, undefined, [options]);
  } catch (error) {
    if (error instanceof InvalidOptionError) return error;
    throw error;
  }
  return undefined;
}

describe('selfHealing', () => {
  it('rule 16: has 4 retries and 3 restarts per incident, and ends every chain in fail', () => {
    expect(selfHealing.chains).toEqual({
      TRANSIENT: ['retry', 'restart', 'fallback', 'fail'],
      RECOVERABLE: ['restart', 'fallback', 'fail'],
      CRITICAL: ['fallback', 'fail'],
    });
    expect(selfHealing.retry.maxAttempts).toBe(4);
    expect(selfHealing.restart.maxAttempts).toBe(3);
  });

  it('rules 12 to 14 and 35: five failures in 60 s, 10 s of probation, 12 restarts an hour, 30 s to 5 min', () => {
    expect(selfHealing).toMatchObject({
      pattern: { failures: 5, windowMs: 60_000, minFailureRate: 0.5 },
      stableAfterMs: 10_000,
      longWindow: { restarts: 12, withinMs: 3_600_000 },
      recovery: { baseMs: 30_000, maxMs: 300_000 },
    });
  });

  it('rule 24: heals a first start that fails, and shares no intensity', () => {
    expect(selfHealing.initialStartFailure).toBe('heal');
    expect(selfHealing.intensity).toBeUndefined();
  });
});

describe('otp', () => {
  it('rule 16: restarts without limit, then escalates, with intensity 1 in 5 s', () => {
    const chain = ['restart', 'escalate'];
    expect(otp.chains).toEqual({ TRANSIENT: chain, RECOVERABLE: chain, CRITICAL: chain });
    expect(otp.restart).toEqual({
      maxAttempts: Infinity,
      backoff: { kind: 'constant', delayMs: 0 },
    });
    expect(otp.intensity).toEqual({ maxRestarts: 1, withinMs: 5_000 });
  });

  it('rules 14 and 24: no long window, and a first start that fails is fatal', () => {
    expect(otp.longWindow.restarts).toBe(Infinity);
    expect(otp.initialStartFailure).toBe('fatal');
  });
});

describe('the exit of a supervisor that gives up', () => {
  it('rule 44: is shutdown under otp, after which a transient one is not started again; else a fault', () => {
    expect(otp.giveUpExit).toBe('shutdown');
    expect(selfHealing.giveUpExit).toBe('error');
    expect(escalationPolicy({ CRITICAL: ['escalate'] }).giveUpExit).toBe('error');
  });
});

describe('escalationPolicy', () => {
  it('without options is selfHealing', () => {
    expect(escalationPolicy()).toEqual(selfHealing);
  });

  it('replaces what is given and keeps the rest', () => {
    const policy = escalationPolicy({
      CRITICAL: ['escalate'],
      retry: { maxAttempts: 1 },
      pattern: { minFailureRate: 0 },
    });
    expect(policy).toEqual({
      ...selfHealing,
      chains: { ...selfHealing.chains, CRITICAL: ['escalate'] },
      retry: { ...selfHealing.retry, maxAttempts: 1 },
      pattern: { ...selfHealing.pattern, minFailureRate: 0 },
    });
  });

  it('keeps the budget of a custom step: one attempt unless it says more', () => {
    const policy = escalationPolicy<'drain' | 'flush'>({
      TRANSIENT: ['retry', { step: 'drain' }, 'fail'],
      RECOVERABLE: [{ step: 'flush', maxAttempts: 3 }, 'escalate'],
    });
    expect(policy.customSteps).toEqual({ drain: 1, flush: 3 });
    expect(policy.chains.TRANSIENT).toEqual(['retry', 'drain', 'fail']);
  });

  it.each([
    { retry: { maxAttempts: Infinity } },
    { restart: { maxAttempts: 1 } },
    { longWindow: { restarts: Infinity } },
    { stableAfterMs: 14_999 },
    { stableAfterMs: 0 },
    { recovery: { baseMs: 5, maxMs: 5 } },
    { initialStartFailure: 'fatal' as const },
  ])('accepts %j', (options) => {
    expect(escalationPolicy(options)).toMatchObject(options);
  });

  const quarter =
    'less than a quarter of pattern.windowMs (60000), or repeated failures could never raise the severity';
  it.each<[unknown, string, string, unknown]>([
    [{ retry: { maxAttempts: 0 } }, 'policy.retry.maxAttempts', 'an integer of at least 1', 0],
    [
      { restart: { maxAttempts: 2.5 } },
      'policy.restart.maxAttempts',
      'an integer of at least 1',
      2.5,
    ],
    [
      { recovery: { baseMs: 0 } },
      'policy.recovery.baseMs',
      'a number of milliseconds of at least 1',
      0,
    ],
    [
      { recovery: { maxMs: 10 } },
      'policy.recovery',
      'a baseMs of at most its maxMs',
      { baseMs: 30_000, maxMs: 10 },
    ],
    [{ stableAfterMs: -1 }, 'policy.stableAfterMs', 'a number of milliseconds of at least 0', -1],
    [{ stableAfterMs: 15_000 }, 'policy.stableAfterMs', quarter, 15_000],
    [{ pattern: { failures: 0 } }, 'policy.pattern.failures', 'an integer of at least 1', 0],
    [
      { pattern: { windowMs: 0 } },
      'policy.pattern.windowMs',
      'a number of milliseconds of at least 1',
      0,
    ],
    [
      { pattern: { minFailureRate: 1.1 } },
      'policy.pattern.minFailureRate',
      'a number from 0 to 1',
      1.1,
    ],
    [{ longWindow: { restarts: 0 } }, 'policy.longWindow.restarts', 'an integer of at least 1', 0],
    [
      { longWindow: { withinMs: NaN } },
      'policy.longWindow.withinMs',
      'a number of milliseconds of at least 1',
      NaN,
    ],
    [
      { initialStartFailure: 'ignore' },
      'policy.initialStartFailure',
      '"heal" or "fatal"',
      'ignore',
    ],
    [
      { CRITICAL: ['retry'] },
      'policy.CRITICAL',
      'a chain that ends in "fail" or "escalate"',
      ['retry'],
    ],
  ])(
    'rule 13 and its like: refuses %j, naming option, rule and value',
    (options, option, rule, value) => {
      const refused = refusal(options);
      expect(refused).toMatchObject({ option, value });
      // Limits may say that Infinity is fine too.
      expect(refused?.rule.startsWith(rule)).toBe(true);
    },
  );

  it.each<[unknown, string]>([
    [{ intensity: {} }, 'policy.intensity'],
    [{ retries: { maxAttempts: 1 } }, 'policy.retries'],
    [{ retry: { attempts: 1 } }, 'policy.retry.attempts'],
    [{ retry: { backoff: { kind: 'fibonacci' } } }, 'policy.retry.backoff.kind'],
    [{ recovery: { max: 1 } }, 'policy.recovery.max'],
    [{ pattern: { window: 1 } }, 'policy.pattern.window'],
    [{ longWindow: { within: 1 } }, 'policy.longWindow.within'],
    ['selfHealing', 'policy'],
  ])('refuses %j, naming %s', (options, option) => {
    expect(refusal(options)).toMatchObject({ option });
  });
});
