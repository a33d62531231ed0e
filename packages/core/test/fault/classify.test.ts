import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, type ClassifyRule, defaultRules, SEVERITIES } from '../../src/index.ts';
import { hostileValues } from './hostile-values.ts';

const coded = (code: string) => Object.assign(new Error(code), { code });

function named(name: string, classifyBy: ClassifyRule['classify']): ClassifyRule {
  return { name, classify: classifyBy };
}

describe('classify is total', () => {
  it.each(hostileValues)('%s is survived and RECOVERABLE', (_name, thrown) => {
    expect(classify(thrown)).toMatchObject({ severity: 'RECOVERABLE' });
    expect(classify(thrown)).not.toHaveProperty('brokenRules');
  });

  it('never throws, whatever the value, its cause and its fields', () => {
    const anything = fc.anything({ withBigInt: true, withNullPrototype: true });
    const law = fc.property(anything, anything, (a, b) => {
      const errors = [
        a,
        new Error('x', { cause: a }),
        new AggregateError([a, b]),
        { name: a, code: b, status: a },
      ];
      for (const error of errors) expect(SEVERITIES).toContain(classify(error).severity);
    });
    fc.assert(law);
  });

  it('an aggregate is never milder than any of its members', () => {
    const member = fc.constantFrom(coded('EPIPE'), coded('ENOSPC'), coded('EPERM'), new Error('x'));
    const law = fc.property(fc.array(member, { minLength: 1 }), (members) => {
      const ranks = members.map((error) => SEVERITIES.indexOf(classify(error).severity));
      const worst = SEVERITIES[Math.max(...ranks)];
      expect(classify(new AggregateError(members)).severity).toBe(worst);
    });
    fc.assert(law);
  });
});

describe('classify looks into errors', () => {
  const wrapped = (wrappers: number): Error =>
    wrappers === 0 ? coded('EPIPE') : new Error('x', { cause: wrapped(wrappers - 1) });

  it.each([
    [0, 'TRANSIENT'],
    [7, 'TRANSIENT'],
    [8, 'RECOVERABLE'],
  ] as const)('8 levels deep: under %d wrappers it is %s', (wrappers, severity) => {
    expect(classify(wrapped(wrappers)).severity).toBe(severity);
  });

  it('once: an aggregate that holds itself is not asked about again', () => {
    const error = new AggregateError([]);
    error.errors.push(error);
    expect(classify(error)).toEqual({ severity: 'RECOVERABLE', rule: 'aggregate' });
  });
});

describe('rules of your own', () => {
  it('stand before the defaults and win', () => {
    const mine = named('mine', (error) => (error instanceof TypeError ? 'CRITICAL' : undefined));
    const rules = [mine, ...defaultRules];
    expect(classify(new TypeError('x'), rules)).toEqual({ severity: 'CRITICAL', rule: 'mine' });
    expect(classify(new RangeError('x'), rules).rule).toBe('programming-error');
  });

  it('see contained errors too', () => {
    const mine = named('mine', (error) => (error === 'poison' ? 'CRITICAL' : undefined));
    expect(classify(new Error('x', { cause: 'poison' }), [mine, ...defaultRules])).toEqual({
      severity: 'CRITICAL',
      rule: 'cause > mine',
    });
  });

  it('may stand after the defaults and judge what those leave open', () => {
    const mine = named('rest', () => 'CRITICAL');
    expect(classify(new Error('x'), [...defaultRules, mine])).toEqual({
      severity: 'CRITICAL',
      rule: 'rest',
    });
  });

  it('may ask for the severity of an error they know to be contained', () => {
    const mine = named('query', (error, inner) =>
      error instanceof Error && 'original' in error ? inner(error.original) : undefined,
    );
    const error = Object.assign(new Error('x'), { original: coded('EACCES') });
    expect(classify(error, [mine])).toEqual({ severity: 'RECOVERABLE', rule: 'unknown' });
    expect(classify(error, [mine, ...defaultRules]).rule).toBe('query > system-code');
  });

  it('that ask and then leave it open lend their finding to no other rule', () => {
    const asks = named('asks', (_error, inner) => {
      inner(coded('EPIPE'));
      return undefined;
    });
    expect(classify({ status: 503 }, [asks, ...defaultRules]).rule).toBe('http-status');
  });

  it('that throw are skipped and named once', () => {
    const broken = named('broken', () => {
      throw new Error('my rule has a bug');
    });
    const error = new Error('x', { cause: coded('EPIPE') });
    expect(classify(error, [broken, ...defaultRules])).toEqual({
      severity: 'TRANSIENT',
      rule: 'cause > system-code',
      brokenRules: ['broken'],
    });
  });

  it('that answer with no severity are skipped and named', () => {
    // What a rule written in JavaScript can do.
    const broken = named('fatal', () => JSON.parse('"FATAL"'));
    expect(classify('x', [broken])).toEqual({
      severity: 'RECOVERABLE',
      rule: 'unknown',
      brokenRules: ['fatal'],
    });
  });

  it('that never stop asking are stopped', () => {
    const endless = named('endless', (_error, inner) => inner(new Error('again')) ?? inner({}));
    expect(classify('x', [endless]).severity).toBe('RECOVERABLE');
  });
});
