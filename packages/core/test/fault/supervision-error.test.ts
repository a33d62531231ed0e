import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  invalidOption,
  InvalidOptionError,
  refuseUnknownKeys,
  requireFraction,
  requireInteger,
  requireMs,
  SupervisionError,
} from '../../src/index.ts';
import { hostileValues } from './hostile-values.ts';

describe('SupervisionError', () => {
  it('has a literal code and its cause', () => {
    const cause = new Error('x');
    const error = new SupervisionError('MAILBOX_FULL', '1000 wait', { cause });
    const code: 'MAILBOX_FULL' = error.code;
    expect(error).toMatchObject({ name: 'SupervisionError', code, message: '1000 wait', cause });
  });

  it('gives a derived class its name', () => {
    class MailboxFullError extends SupervisionError<'MAILBOX_FULL'> {}
    expect(new MailboxFullError('MAILBOX_FULL', 'x').stack).toMatch(/^MailboxFullError: x\n/);
  });
});

describe('invalidOption', () => {
  it('names the option, the rule and the value', () => {
    const error = invalidOption('intensity.maxRestarts', 'an integer of at least 0', -1);
    expect(error.message).toBe('intensity.maxRestarts must be an integer of at least 0, got -1');
    expect(error).toBeInstanceOf(SupervisionError);
    expect(error).toMatchObject({
      name: 'InvalidOptionError',
      code: 'INVALID_OPTION',
      option: 'intensity.maxRestarts',
      rule: 'an integer of at least 0',
      value: -1,
    });
  });

  it.each([
    ['5s', '"5s"'],
    ['x'.repeat(500), `"${'x'.repeat(79)}…"`],
    [Number.NaN, 'NaN'],
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [5n, '5n'],
    [Symbol('ms'), 'Symbol(ms)'],
    [requireMs, '[function requireMs]'],
    [() => 0, '[function anonymous]'],
    [new Map(), 'Map'],
    [new TypeError('x'), 'TypeError'],
    [[], '[]'],
    [[1, [2], 'a', {}, 5, 6], '[1, […], "a", {…}, 5, …]'],
    [{}, '{}'],
    [{ ms: 5, by: new Date(0), of: { a: 1 } }, '{ ms: 5, by: Date, of: {…} }'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, '{ a: 1, b: 2, c: 3, d: 4, e: 5, … }'],
  ])('shows %o as %s', (value, shown) => {
    expect(invalidOption('o', 'r', value).message).toBe(`o must be r, got ${shown}`);
  });

  it.each(hostileValues)('survives %s', (_name, value) => {
    expect(invalidOption('o', 'r', value)).toBeInstanceOf(InvalidOptionError);
  });

  it('never throws, and stays short, for any value', () => {
    const law = fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
      expect(invalidOption('o', 'r', value).message.length).toBeLessThan(1_200);
    });
    fc.assert(law);
  });
});

describe('requireInteger', () => {
  it.each([0, 5, -3, Number.MAX_SAFE_INTEGER])('returns %d', (value) => {
    expect(requireInteger('o', value)).toBe(value);
  });

  it.each([
    [1.5, {}, 'an integer'],
    [Infinity, {}, 'an integer'],
    ['5', {}, 'an integer'],
    [0, { min: 1 }, 'an integer of at least 1'],
    [9, { max: 8 }, 'an integer of at most 8'],
    [9, { min: 1, max: 8 }, 'an integer from 1 to 8'],
  ])('refuses %o in %o: it must be %s', (value, range, rule) => {
    expect(() => requireInteger('o', value, range)).toThrow(`o must be ${rule}, got`);
  });
});

describe('requireMs', () => {
  it.each([
    [0, {}],
    [0.5, {}],
    [10, { min: 10 }],
    [Infinity, { infinity: true }],
  ])('returns %d within %o', (value, range) => {
    expect(requireMs('o', value, range)).toBe(value);
  });

  it.each([
    [-1, {}, 'a number of milliseconds of at least 0'],
    [Number.NaN, { infinity: true }, 'a number of milliseconds of at least 0, or Infinity'],
    [Infinity, {}, 'a number of milliseconds of at least 0'],
    ['5s', {}, 'a number of milliseconds of at least 0'],
    [9, { min: 10 }, 'a number of milliseconds of at least 10'],
  ])('refuses %o within %o: it must be %s', (value, range, rule) => {
    expect(() => requireMs('o', value, range)).toThrow(`o must be ${rule}, got`);
  });
});

describe('requireFraction', () => {
  it.each([0, 0.5, 1])('returns %d', (value) => {
    expect(requireFraction('o', value)).toBe(value);
  });

  it.each([-0.1, 1.1, 50, Number.NaN, '0.5'])('refuses %o', (value) => {
    expect(() => requireFraction('o', value)).toThrow('o must be a number from 0 to 1, got');
  });
});

describe('refuseUnknownKeys', () => {
  const known = ['maxRestarts', 'withinMs'];

  it.each([{}, { maxRestarts: 1 }, { withinMs: undefined, maxRestarts: 1 }])(
    'takes %o',
    (object) => {
      expect(() => refuseUnknownKeys('intensity', object, known)).not.toThrow();
    },
  );

  it.each([
    ['maxRestart', 'intensity.maxRestart is not an option, did you mean maxRestarts?'],
    ['withinms', 'intensity.withinms is not an option, did you mean withinMs?'],
    ['WITHINMS', 'intensity.WITHINMS is not an option, did you mean withinMs?'],
    ['maxStarts', 'intensity.maxStarts is not an option, did you mean maxRestarts?'],
    ['period', 'intensity.period is not an option; known are maxRestarts, withinMs'],
  ])('names the unknown key %s and the closest known one', (key, message) => {
    expect(() => refuseUnknownKeys('intensity', { [key]: 1 }, known)).toThrow(
      expect.objectContaining({ message, option: `intensity.${key}`, value: 1 }),
    );
  });

  it('suggests the closest of several that are near', () => {
    expect(() => refuseUnknownKeys('', { baseMS1: 1 }, ['baseMs', 'caseMs'])).toThrow('baseMs?');
  });

  it('names the bare key of the outermost options', () => {
    expect(() => refuseUnknownKeys('', { period: 1 }, known)).toThrow(/^period is not an option/);
  });

  it.each([undefined, null, 5])('refuses %o in place of an object', (object) => {
    expect(() => refuseUnknownKeys('intensity', object, known)).toThrow(
      `intensity must be an object, got ${object}`,
    );
  });
});
