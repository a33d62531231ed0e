import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../src/fault/supervision-error.ts';
import { validateBackoff } from '../../src/policy/backoff-validation.ts';
import { anyBackoff } from './backoff-sequences.ts';

describe('validateBackoff', () => {
  it('returns every backoff it accepts', () => {
    fc.assert(
      fc.property(anyBackoff, (backoff) => {
        const { jitter } = backoff;
        fc.pre(!('factor' in backoff && jitter === 'decorrelated'));
        expect(validateBackoff('backoff', backoff)).toBe(backoff);
      }),
    );
  });

  it('accepts a cap of Infinity', () => {
    const backoff = { kind: 'linear', baseMs: 1, maxMs: Infinity } as const;
    expect(validateBackoff('backoff', backoff)).toBe(backoff);
  });

  it.each<[string, unknown]>([
    ['retry.backoff', null],
    ['retry.backoff', 'exponential'],
    ['retry.backoff.kind', {}],
    ['retry.backoff.kind', { kind: 'fibonacci', baseMs: 1 }],
    ['retry.backoff.kind', { kind: 'toString' }],
    ['retry.backoff.maxMs', { kind: 'constant', delayMs: 1, maxMs: 2 }],
    ['retry.backoff.base', { kind: 'exponential', base: 1_000, baseMs: 1_000 }],
    ['retry.backoff.delayMs', { kind: 'constant', delayMs: -1 }],
    ['retry.backoff.delayMs', { kind: 'constant', delayMs: Infinity }],
    ['retry.backoff.jitter', { kind: 'constant', delayMs: 1, jitter: 'decorrelated' }],
    ['retry.backoff.baseMs', { kind: 'linear' }],
    ['retry.backoff.maxMs', { kind: 'linear', baseMs: 1, maxMs: NaN }],
    ['retry.backoff.jitter', { kind: 'linear', baseMs: 1, jitter: 'half' }],
    ['retry.backoff.baseMs', { kind: 'exponential', baseMs: '1000' }],
    ['retry.backoff.maxMs', { kind: 'exponential', baseMs: 1, maxMs: -1 }],
    ['retry.backoff.factor', { kind: 'exponential', baseMs: 1, factor: 0.5 }],
    ['retry.backoff.factor', { kind: 'exponential', baseMs: 1, factor: NaN }],
    ['retry.backoff.factor', { kind: 'exponential', baseMs: 1, factor: Infinity }],
    ['retry.backoff.factor', { kind: 'exponential', baseMs: 1, factor: 2, jitter: 'decorrelated' }],
    ['retry.backoff.firstAttempt', { kind: 'exponential', baseMs: 1, firstAttempt: 'later' }],
    ['retry.backoff.jitter', { kind: 'exponential', baseMs: 1, jitter: 'random' }],
  ])('names %s when it refuses %j', (option, backoff) => {
    const refused = () => Reflect.apply(validateBackoff, undefined, ['retry.backoff', backoff]);
    expect(refused).toThrow(InvalidOptionError);
    expect(refused).toThrow(expect.objectContaining({ option }));
  });
});
