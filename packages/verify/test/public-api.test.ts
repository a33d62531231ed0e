import { describe, expect, it } from 'vitest';

describe('@kintsugi/verify', () => {
  it('exports these names at run time: one more or less is a change of the public API', async () => {
    const names = Object.keys(await import('../src/index.ts')).toSorted();
    expect(names).toEqual([
      'FAULT_KINDS',
      'FAULT_PRESETS',
      'FINDING_RULES',
      'LAWS',
      'SIMULATED_ERRORS',
      'TIMELINE_CELLS',
      'analyse',
      'counterexampleMermaid',
      'counterexampleText',
      'describeAnalysis',
      'describeInjection',
      'describeSimulation',
      'describeVerification',
      'simulate',
      'toPromela',
      'turnProperty',
      'verify',
    ]);
  });
});
