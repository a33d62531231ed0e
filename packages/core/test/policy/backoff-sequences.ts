import * as fc from 'fast-check';
import { type Backoff, backoffDelay, LONGEST_DELAY_MS } from '../../src/policy/backoff.ts';
import { DECORRELATED_JITTERS, SPREAD_JITTERS } from '../../src/policy/jitter.ts';

/** The first `count` waits of a sequence in which every random number is `random`, or the next of them. */
export function delays(
  backoff: Backoff,
  count: number,
  random: number | readonly number[] = 0,
): number[] {
  let carry = 0;
  return Array.from({ length: count }, (_, index) => {
    const u = typeof random === 'number' ? random : (random[index] ?? 0);
    const wait = backoffDelay(backoff, index + 1, u, carry);
    carry = wait.carry;
    return wait.delayMs;
  });
}

/** The cap a backoff promises to keep. */
export function capOf(backoff: Backoff): number {
  return backoff.kind === 'constant' ? LONGEST_DELAY_MS : (backoff.maxMs ?? LONGEST_DELAY_MS);
}

/** A random number as the library takes it: in [0, 1). */
export const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const anyMs = fc.double({ min: 0, max: 1e15, noNaN: true });
const anyCapMs = fc.integer({ min: 0, max: LONGEST_DELAY_MS });

/** Any backoff that validation accepts, with bases far beyond its cap. */
export const anyBackoff: fc.Arbitrary<Backoff> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('exponential' as const),
      baseMs: anyMs,
      factor: fc.integer({ min: 4, max: 40 }).map((quarters) => quarters / 4),
      maxMs: anyCapMs,
      firstAttempt: fc.constantFrom('immediate' as const, 'delayed' as const),
      jitter: fc.constantFrom(...SPREAD_JITTERS, ...DECORRELATED_JITTERS),
    },
    { requiredKeys: ['kind', 'baseMs'] },
  ),
  fc.record(
    {
      kind: fc.constant('linear' as const),
      baseMs: anyMs,
      maxMs: anyCapMs,
      jitter: fc.constantFrom(...SPREAD_JITTERS),
    },
    { requiredKeys: ['kind', 'baseMs'] },
  ),
  fc.record(
    {
      kind: fc.constant('constant' as const),
      delayMs: anyMs,
      jitter: fc.constantFrom(...SPREAD_JITTERS),
    },
    { requiredKeys: ['kind', 'delayMs'] },
  ),
);
