import { describe, expect, it } from 'vitest';
import { HEALTH_STATUSES, worstHealth } from '../../src/index.ts';

describe('worstHealth', () => {
  it('is the later of the two in the list, whichever comes first', () => {
    HEALTH_STATUSES.forEach((better, index) => {
      for (const worse of HEALTH_STATUSES.slice(index)) {
        expect(worstHealth(better, worse)).toBe(worse);
        expect(worstHealth(worse, better)).toBe(worse);
      }
    });
  });
});
