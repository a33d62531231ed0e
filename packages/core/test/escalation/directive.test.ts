import { describe, expect, it } from 'vitest';
import {
  decide,
  escalationPolicy,
  otp,
  selfHealing,
  type SkipReason,
  type Situation,
  stepBudget,
} from '../../src/index.ts';

const fresh: Situation = {
  severity: 'TRANSIENT',
  spent: [],
  attempts: {},
  inapplicable: () => undefined,
};

function without(...steps: readonly string[]): (step: string) => SkipReason | undefined {
  return (step) => (steps.includes(step) ? 'not for this kind of fault' : undefined);
}

/** What the chain says again and again when every step that it names fails. */
function walk(situation: Situation, policy = selfHealing): readonly string[] {
  const spent = [...situation.spent];
  const attempts = { ...situation.attempts };
  const walked: string[] = [];
  let after = situation.after;
  for (let turns = 0; turns < 20; turns += 1) {
    const { step, attempt } = decide(policy, {
      ...situation,
      spent,
      attempts,
      ...(after === undefined ? undefined : { after }),
    });
    walked.push(`${step} ${attempt}`);
    if (['fail', 'escalate', 'end'].includes(step)) break;
    if (after !== undefined && after !== step) spent.push(after);
    attempts[step] = attempt;
    after = step;
  }
  return walked;
}

const restarts = ['restart 1', 'restart 2', 'restart 3'];

describe('decide', () => {
  it.each([
    [
      'TRANSIENT',
      ['retry 1', 'retry 2', 'retry 3', 'retry 4', ...restarts, 'fallback 1', 'fail 1'],
    ],
    ['RECOVERABLE', [...restarts, 'fallback 1', 'fail 1']],
    ['CRITICAL', ['fallback 1', 'fail 1']],
  ] as const)(
    'rule 9: the default chain of %s, when every step fails, is walked to its end',
    (severity, steps) => {
      expect(walk({ ...fresh, severity })).toEqual(steps);
    },
  );

  it('rule 9: a chain of one step gives it at once', () => {
    const policy = escalationPolicy({ CRITICAL: ['escalate'] });
    expect(decide(policy, { ...fresh, severity: 'CRITICAL' })).toEqual({
      step: 'escalate',
      attempt: 1,
      skipped: [],
    });
  });

  it('rule 9: a step that was left is spent, also when its budget is not', () => {
    expect(decide(selfHealing, { ...fresh, spent: ['retry'], attempts: { retry: 1 } })).toEqual({
      step: 'restart',
      attempt: 1,
      skipped: [{ step: 'retry', reason: 'spent in this incident' }],
    });
  });

  it('rule 9: a step whose budget is used up is spent', () => {
    const { step, skipped } = decide(selfHealing, { ...fresh, attempts: { retry: 4, restart: 3 } });
    expect(step).toBe('fallback');
    expect(skipped.map((skip) => skip.step)).toEqual(['retry', 'restart']);
  });

  it('rule 9: after a step that failed the choice goes on behind it, not before it', () => {
    const situation = { ...fresh, after: 'restart', attempts: { restart: 3 } };
    expect(decide(selfHealing, situation)).toMatchObject({ step: 'fallback', attempt: 1 });
  });

  it('rule 8: a worse severity changes the chain; a step that it does not know counts as left', () => {
    const situation = {
      ...fresh,
      after: 'retry',
      attempts: { retry: 1 },
      severity: 'CRITICAL',
    } as const;
    expect(decide(selfHealing, situation)).toEqual({ step: 'fallback', attempt: 1, skipped: [] });
  });

  it('rule 10: a step that does not apply is skipped, with its reason', () => {
    expect(decide(selfHealing, { ...fresh, inapplicable: without('retry') })).toEqual({
      step: 'restart',
      attempt: 1,
      skipped: [{ step: 'retry', reason: 'not for this kind of fault' }],
    });
  });

  it('rule 7: a chain without a step that applies ends the child', () => {
    const none = without('retry', 'restart', 'fallback', 'fail');
    expect(decide(selfHealing, { ...fresh, inapplicable: none })).toMatchObject({ step: 'end' });
  });

  it('rule 16: otp restarts for ever', () => {
    const situation = { ...fresh, after: 'restart', attempts: { restart: 1_000_000 } };
    expect(decide(otp, situation)).toEqual({ step: 'restart', attempt: 1_000_001, skipped: [] });
  });

  it('rule 9: custom steps take their place and keep their own budget', () => {
    const policy = escalationPolicy<'drain'>({
      TRANSIENT: [{ step: 'drain', maxAttempts: 2 }, 'restart', 'fail'],
    });
    expect(walk(fresh, policy)).toEqual(['drain 1', 'drain 2', ...restarts, 'fail 1']);
  });
});

describe('stepBudget', () => {
  it.each([
    ['retry', 4],
    ['restart', 3],
    ['fallback', 1],
    ['fail', Infinity],
    ['escalate', Infinity],
  ])('%s may be tried %d times in an incident of the default policy', (step, budget) => {
    expect(stepBudget(selfHealing, step)).toBe(budget);
  });
});
