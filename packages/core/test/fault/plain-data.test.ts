import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainData } from '../../src/index.ts';
import { hostileValues } from './hostile-values.ts';

/** What is left of it on the way to a viewer. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(plainData(value)));

describe('plainData', () => {
  it('leaves plain data as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        expect(sent(value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['nothing', undefined, null],
    ['a number that JSON cannot say', [Number.NaN, -Infinity], ['NaN', '-Infinity']],
    ['a bigint, a symbol', [12n, Symbol('s')], ['12n', 'Symbol(s)']],
    ['a function', { run: function walk() {} }, { run: '[function walk]' }],
    ['what is undefined', { a: undefined, b: [undefined] }, { b: [null] }],
    [
      'a date, an address',
      [new Date(0), new URL('http://a/b')],
      ['1970-01-01T00:00:00.000Z', 'http://a/b'],
    ],
    ['a set', new Set([1]), [1]],
    ['a map of names', new Map([['pin', 1]]), { pin: 1 }],
    ['a map of anything', new Map([[{ id: 1 }, 2]]), [[{ id: 1 }, 2]]],
    ['bytes', new Uint8Array(3), '[Uint8Array of 3 bytes]'],
    ['what keeps its fields to itself', Promise.resolve(), '[Promise]'],
    [
      'an instance of a class',
      new (class Cart {
        items = 1;
      })(),
      { items: 1 },
    ],
    [
      'what says itself how',
      { toJSON: () => ({ id: 'x', at: new Date(0) }) },
      { id: 'x', at: '1970-01-01T00:00:00.000Z' },
    ],
  ])('%s', (_name, value, expected) => {
    expect(sent(value)).toEqual(expected);
  });

  it('makes an error its record, with its causes', () => {
    const error = new TypeError('outer', { cause: new RangeError('inner') });
    expect(sent({ error })).toMatchObject({
      error: {
        name: 'TypeError',
        message: 'outer',
        cause: { name: 'RangeError', message: 'inner' },
      },
    });
  });

  it('names what turns back on itself, and shows twice what is there twice', () => {
    const circle: Record<string, unknown> = { a: 1 };
    circle['self'] = circle;
    circle['list'] = [circle];
    const shared = { b: 2 };
    expect(sent({ circle, one: shared, two: shared })).toEqual({
      circle: { a: 1, self: '[circular]', list: ['[circular]'] },
      one: { b: 2 },
      two: { b: 2 },
    });
  });

  it('goes 8 levels deep, and says in a few words what is below', () => {
    const deep = (level: number): unknown => (level === 0 ? { end: 1 } : { in: deep(level - 1) });
    const text = JSON.stringify(sent(deep(20)));
    expect(text.split('"in"')).toHaveLength(9);
    expect(text).toContain('{ in: {…} }');
  });

  it('shows the first 100 entries, and says how many more there are', () => {
    const numbers = Array.from({ length: 150 }, (_, index) => index);
    expect(sent(numbers)).toHaveLength(101);
    expect(sent(new Set(numbers))).toContain('… 50 more');
    expect(sent(Object.fromEntries(numbers.map((number) => [`k${number}`, number])))).toMatchObject(
      {
        k99: 99,
        '…': '50 more',
      },
    );
  });

  it('is bounded in size', () => {
    const wide = (level: number): unknown =>
      level === 0 ? 'x'.repeat(5_000) : Array.from({ length: 90 }, () => wide(level - 1));
    const keys = Object.fromEntries([['k'.repeat(1_000_000), 1]]);
    const errors = Array.from({ length: 90 }, () => new Error('e'.repeat(5_000)));
    for (const value of [wide(2), 'y'.repeat(1_000_000), keys, errors])
      expect(JSON.stringify(sent(value)).length).toBeLessThan(150_000);
  });

  it('a name that would change the prototype is a name like any other', () => {
    const value: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "a": 1}');
    expect(JSON.stringify(plainData(value))).toBe('{"__proto__":{"polluted":1},"a":1}');
  });

  it.each(hostileValues)('survives %s', (_name, value) => {
    expect(() => sent({ value, list: [value], map: new Map([[value, value]]) })).not.toThrow();
  });

  it('survives a toJSON that throws, or never ends', () => {
    const throws = {
      toJSON: () => {
        throw new Error('no');
      },
    };
    const endless: object = { toJSON: () => ({ ...endless }) };
    expect(sent([throws, 1])).toEqual(['[unreadable]', 1]);
    expect(() => sent(endless)).not.toThrow();
  });
});
