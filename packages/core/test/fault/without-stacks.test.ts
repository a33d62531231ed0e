import { expect, it } from 'vitest';
import { errorRecord } from '../../src/index.ts';
import { withoutStacks } from '../../src/fault/without-stacks.ts';

it('leaves out the stacks of an error and of all that is in it, and nothing else', () => {
  const cause = new AggregateError([new RangeError('member')], 'cause');
  expect(withoutStacks(errorRecord(new TypeError('outer', { cause })))).toEqual(
    errorRecord(new TypeError('outer', { cause }), { stack: false }),
  );
});
