import { describe, expect, it } from 'vitest';
import * as verify from '../src/index.ts';

describe('@kintsugi/verify', () => {
  it('exports just what is documented', () => {
    expect(Object.keys(verify).toSorted()).toEqual([
      'FINDING_RULES',
      'analyse',
      'describeAnalysis',
    ]);
  });
});
