import { child, fromSupervisor, policy, type Policy, service } from '@kintsugi/actors';
import type { Backoff, Intensity, Strategy } from '@kintsugi/core';
import * as fc from 'fast-check';

/** It answers, and does nothing by itself. */
export const worker = service({ handle: (_request: string) => 'ok' });

export const anyBackoff: fc.Arbitrary<Backoff> = fc.constantFrom<Backoff>(
  { kind: 'exponential', baseMs: 1_000, maxMs: 60_000 },
  { kind: 'exponential', baseMs: 700, factor: 3, maxMs: 20_000, firstAttempt: 'delayed' },
  { kind: 'exponential', baseMs: 4_000, jitter: 'equal', maxMs: 60_000 },
  { kind: 'exponential', baseMs: 900, jitter: 'decorrelated', maxMs: 60_000 },
  { kind: 'linear', baseMs: 1_500 },
  { kind: 'linear', baseMs: 4_000, maxMs: 12_000, jitter: 'quarter' },
  { kind: 'constant', delayMs: 2_500 },
  { kind: 'constant', delayMs: 0 },
);

export const anyIntensity: fc.Arbitrary<Intensity | undefined> = fc.option(
  fc.record({
    maxRestarts: fc.integer({ min: 1, max: 8 }),
    withinMs: fc.constantFrom(5_000, 20_000, 60_000, 600_000, 3_600_000),
  }),
  { nil: undefined },
);

const steps = ['retry', 'restart', 'fallback'] as const;

const anyChain = fc
  .tuple(
    fc.shuffledSubarray([...steps]),
    fc.constantFrom('fail' as const, 'escalate' as const),
    fc.constantFrom(undefined, undefined, undefined, undefined, 0, 1),
  )
  .map(([chosen, last, at]) => {
    const own = at === undefined ? [] : [drain];
    return [...chosen.slice(0, at ?? 0), ...own, ...chosen.slice(at ?? 0), last] as const;
  });

const drain = { step: 'drain', maxAttempts: 2, run: () => undefined } as const;

/** Chains of all shapes, budgets, waits and windows. */
const anyPolicy: fc.Arbitrary<Policy<string>> = fc
  .record({
    TRANSIENT: anyChain,
    RECOVERABLE: anyChain,
    CRITICAL: anyChain,
    maxAttempts: fc.constantFrom(1, 2, 3, 5, Infinity),
    backoff: anyBackoff,
    stableAfterMs: fc.constantFrom(1_000, 6_000, 10_000),
    failures: fc.constantFrom(1, 3, 5),
    minFailureRate: fc.constantFrom(0, 0.5),
    windowMs: fc.constantFrom(60_000, 300_000),
    restarts: fc.constantFrom(2, 12, Infinity),
    withinMs: fc.constantFrom(120_000, 3_600_000),
    initialStartFailure: fc.constantFrom('heal' as const, 'fatal' as const),
  })
  .map(
    ({ maxAttempts, backoff, failures, minFailureRate, windowMs, restarts, withinMs, ...rest }) =>
      policy<string>({
        ...rest,
        restart: { maxAttempts, backoff },
        pattern: { failures, minFailureRate, windowMs },
        longWindow: { restarts, withinMs },
      }),
  );

/** One level of services. */
export const anyFlatTree = fc
  .record({
    policy: anyPolicy,
    strategy: fc.constantFrom<Exclude<Strategy, 'simple_one_for_one'>>(
      'one_for_one',
      'one_for_all',
      'rest_for_one',
    ),
    intensity: anyIntensity,
    children: fc.array(
      fc.record({
        restart: fc.constantFrom('permanent' as const, 'transient' as const, 'temporary' as const),
        intensity: anyIntensity,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ children, intensity, ...rest }) =>
    fromSupervisor({
      ...rest,
      ...(intensity === undefined ? {} : { intensity }),
      children: children.map(({ restart, intensity: own }, index) =>
        child('abc'.charAt(index), worker, {
          restart,
          ...(own === undefined ? {} : { intensity: own }),
        }),
      ),
    }),
  );

const loopChains = fc.constantFrom(
  ['restart', 'fail'] as const,
  ['restart', 'fail'] as const,
  ['retry', 'restart', 'escalate'] as const,
  ['fallback', 'fail'] as const,
  ['fail'] as const,
  [drain, 'restart', 'fail'] as const,
);

/** One child, and limits that end crash loops one by one. */
export const anyLoopTree = fc
  .record({
    chains: fc.record({ TRANSIENT: loopChains, RECOVERABLE: loopChains, CRITICAL: loopChains }),
    maxAttempts: fc.constantFrom(2, Infinity),
    backoff: anyBackoff,
    stableAfterMs: fc.constantFrom(1_000, 10_000),
    failures: fc.constantFrom(1, 3, 5),
    restarts: fc.constantFrom(2, 6, Infinity, Infinity),
    shared: fc.option(anyIntensity, { nil: undefined }),
    own: fc.option(anyIntensity, { nil: undefined }),
  })
  .map(({ chains, maxAttempts, backoff, stableAfterMs, failures, restarts, shared, own }) =>
    fromSupervisor({
      policy: policy<string>({
        ...chains,
        restart: { maxAttempts, backoff },
        stableAfterMs,
        pattern: { failures, windowMs: 90_000 },
        longWindow: { restarts, withinMs: 1_200_000 },
      }),
      ...(shared === undefined ? {} : { intensity: shared }),
      children: [child('a', worker, own === undefined ? {} : { intensity: own })],
    }),
  );
