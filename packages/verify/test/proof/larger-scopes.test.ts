import { afterAll, describe, expect, it } from 'vitest';
import { type CheckReport, verify } from '../../src/index.ts';
import { shortcomings, sizeOf } from './explored.ts';
import { THREE_BY_THREE, WITHOUT_LIMIT } from './scopes.ts';

/** A machine that runs everything else, too, has no time for these. */
const isCi = process.env['CI'] !== undefined;

describe.skipIf(isCi)('everything that can happen, within the larger scopes', () => {
  const checks: CheckReport[] = [];

  it.each([...WITHOUT_LIMIT, ...THREE_BY_THREE])(
    '$name',
    { timeout: 600_000 },
    ({ subject, options }) => {
      const verification = verify(subject, options);
      checks.push(...verification.checks);
      expect(shortcomings(verification.checks)).toEqual([]);
    },
  );

  afterAll(() => {
    process.stdout.write(sizeOf(checks));
  });
});
