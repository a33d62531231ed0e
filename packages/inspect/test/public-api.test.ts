import { expect, it } from 'vitest';
import * as inspect from '../src/index.ts';

it('the values that @kintsugi/inspect exports', () => {
  expect(Object.keys(inspect)).toEqual(['inspectTree']);
});
