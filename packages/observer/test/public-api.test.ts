import { expect, it } from 'vitest';
import * as observer from '../src/index.ts';

it('the values that @kintsugi/observer exports', () => {
  expect(Object.keys(observer)).toEqual(['observe']);
});
