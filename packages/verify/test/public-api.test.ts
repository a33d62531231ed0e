import { describe, expect, it } from 'vitest';

describe('@kintsugi/verify', () => {
  it('exports these names at run time: one more or less is a change of the public API', async () => {
    const names = Object.keys(await import('../src/index.ts')).toSorted();
    expect(names).toEqual([
      'FINDING_RULES',
      'analyse',
      'counterexampleMermaid',
      'counterexampleText',
      'describeAnalysis',
      'describeVerification',
      'toPromela',
      'turnProperty',
      'verify',
    ]);
  });
});
