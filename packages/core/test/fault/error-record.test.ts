import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorRecord, type ErrorRecord, NetworkTimeoutError } from '../../src/index.ts';
import { hostileValues } from './hostile-values.ts';

function chainOf(length: number): Error {
  return length === 1 ? new Error('1') : new Error(String(length), { cause: chainOf(length - 1) });
}

function depthOf(record: ErrorRecord): number {
  return record.cause === undefined ? 1 : 1 + depthOf(record.cause);
}

function countOf(record: ErrorRecord): number {
  const nested = [...(record.cause === undefined ? [] : [record.cause]), ...(record.errors ?? [])];
  return nested.reduce((count, inner) => count + countOf(inner), 1);
}

describe('errorRecord', () => {
  it('holds name, message, code, stack, severity and cause of an error', () => {
    const cause = Object.assign(new TypeError('low'), { code: 'ECONNRESET' });
    const error = new NetworkTimeoutError('high', { cause });
    expect(errorRecord(error)).toEqual({
      name: 'NetworkTimeoutError',
      message: 'high',
      code: 'NETWORK_TIMEOUT',
      severity: 'TRANSIENT',
      stack: error.stack,
      cause: { name: 'TypeError', message: 'low', code: 'ECONNRESET', stack: cause.stack },
    });
  });

  it('leaves out every stack, and nothing else, when told to', () => {
    const cause = new TypeError('low', { cause: 'lowest' });
    const error = new NetworkTimeoutError('high', { cause: new AggregateError([cause], 'all') });
    expect(errorRecord(error, { stack: false })).toEqual({
      name: 'NetworkTimeoutError',
      message: 'high',
      code: 'NETWORK_TIMEOUT',
      severity: 'TRANSIENT',
      cause: {
        name: 'AggregateError',
        message: 'all',
        errors: [
          {
            name: 'TypeError',
            message: 'low',
            cause: { name: 'NonError', message: 'lowest' },
          },
        ],
      },
    });
  });

  it('does not have the text of a stack made that is left out', () => {
    const error = Object.defineProperty(new Error('x'), 'stack', {
      get: () => expect.unreachable('the stack was read'),
    });
    expect(errorRecord(error, { stack: false })).toEqual({ name: 'Error', message: 'x' });
  });

  it('holds the members of an aggregate', () => {
    const { errors } = errorRecord(new AggregateError([new RangeError('a'), 'b']));
    expect(errors).toMatchObject([
      { name: 'RangeError', message: 'a' },
      { name: 'NonError', message: 'b' },
    ]);
  });

  it.each([
    [undefined, { name: 'NonError', message: 'undefined' }],
    [null, { name: 'NonError', message: 'null' }],
    ['boom', { name: 'NonError', message: 'boom' }],
    [Symbol('s'), { name: 'NonError', message: 'Symbol(s)' }],
    [12n, { name: 'NonError', message: '12n' }],
    [{ status: 503 }, { name: 'Object', message: '{ status: 503 }' }],
    [
      { message: 'plain', code: 14 },
      { name: 'Object', message: 'plain', code: '14' },
    ],
  ])('tells what was thrown when it was no error: %o', (thrown, expected) => {
    expect(errorRecord(thrown)).toEqual(expected);
  });

  it.each(hostileValues)('survives %s, and its record survives JSON', (_name, thrown) => {
    const record = errorRecord(thrown);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(countOf(record)).toBeLessThanOrEqual(64);
  });

  it('never throws, and survives JSON, for any value', () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    const law = fc.property(anything, anything, (value, cause) => {
      for (const thrown of [value, new Error('x', { cause }), { name: value, message: cause }]) {
        const record = errorRecord(thrown);
        expect(JSON.parse(JSON.stringify(record))).toEqual(record);
      }
    });
    fc.assert(law, { numRuns: 500 });
  });

  it('does not change the error', () => {
    const error = new Error('x', { cause: 'y' });
    const before = Object.getOwnPropertyDescriptors(error);
    errorRecord(error);
    expect(Object.getOwnPropertyDescriptors(error)).toEqual(before);
  });

  it.each([
    [7, 7],
    [8, 8],
    [9, 8],
    [5_000, 8],
  ])('holds of a chain of %d causes %d', (length, kept) => {
    expect(depthOf(errorRecord(chainOf(length)))).toBe(kept);
  });

  it('cuts a message after 2,000 characters', () => {
    expect(errorRecord(new Error('x'.repeat(2_000))).message).toBe('x'.repeat(2_000));
    expect(errorRecord(new Error('x'.repeat(9_000))).message).toBe(`${'x'.repeat(1_999)}…`);
  });

  it('cuts no character in two', () => {
    const { message } = errorRecord(new Error('😀'.repeat(9_000)));
    expect(message).toBe(`${'😀'.repeat(999)}…`);
  });

  it('keeps nothing of a huge message but what it says', () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const heap = () => {
      gc();
      return process.memoryUsage().heapUsed;
    };
    const before = heap();
    const records = Array.from({ length: 50 }, (_, at) =>
      errorRecord(new Error(`${at} ${'x'.repeat(1_000_000)}`), { stack: false }),
    );
    expect(heap() - before).toBeLessThan(10_000_000);
    expect(records).toHaveLength(50);
  });
});
