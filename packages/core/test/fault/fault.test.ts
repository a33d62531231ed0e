import { describe, expect, it } from 'vitest';
import { FAULT_ORIGINS, type FaultOrigin, isRetryable } from '../../src/index.ts';

const RETRYABLE = {
  operation: true,
  transition: true,
  worker: false,
  start: false,
  exit: false,
  step: false,
  supervisor: false,
} satisfies Record<FaultOrigin, boolean>;

describe('isRetryable (rule 10)', () => {
  it.each(FAULT_ORIGINS.map((origin) => [origin, RETRYABLE[origin]] as const))(
    'a fault of origin %s: %s',
    (origin, retryable) => {
      expect(isRetryable(origin)).toBe(retryable);
    },
  );

  it('knows every origin there is', () => {
    expect([...FAULT_ORIGINS].toSorted()).toEqual(Object.keys(RETRYABLE).toSorted());
  });
});
