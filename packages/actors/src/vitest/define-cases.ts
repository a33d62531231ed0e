// oxlint-disable vitest/no-conditional-tests, vitest/valid-title, vitest/expect-expect, vitest/no-disabled-tests -- this makes the tests
import { it } from 'vitest';
import type { TestCase } from '../testing/test-case.ts';

/** Makes tests of vitest's of tests as data. What is only listed is skipped, by name. */
export function defineCases(cases: readonly TestCase[]): void {
  for (const { title, run } of cases)
    if (run === undefined) it.skip(title);
    else it(title, run);
}
