import * as fc from 'fast-check';
import {
  type ChildSpec,
  type EscalationPolicy,
  escalationPolicy,
  otp,
  selfHealing,
  type SupervisorSpec,
} from '../../src/index.ts';
import type { LawTree } from './harness.ts';
import type { Child } from './tree-spec.ts';

const anyChain = fc
  .tuple(
    fc.shuffledSubarray([
      'retry' as const,
      'restart' as const,
      'fallback' as const,
      { step: 'drain', maxAttempts: 2 },
      { step: 'page' },
    ]),
    fc.constantFrom('fail' as const, 'fail' as const, 'fail' as const, 'escalate' as const),
  )
  .map(([steps, last]) => [...steps, last]);

const jittered = {
  kind: 'exponential',
  baseMs: 500,
  maxMs: 4_000,
  jitter: 'decorrelated',
} as const;

const ownPolicy: fc.Arbitrary<EscalationPolicy> = fc
  .record({ TRANSIENT: anyChain, RECOVERABLE: anyChain, CRITICAL: anyChain })
  .chain((chains) =>
    fc
      .record({
        retry: fc.constantFrom({}, { maxAttempts: 1 }, { backoff: jittered }),
        restart: fc.constantFrom(
          {},
          { maxAttempts: 2, backoff: jittered },
          { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } as const },
        ),
        recovery: fc.constantFrom({}, { baseMs: 1_000, maxMs: 3_000 }),
        longWindow: fc.constantFrom({}, { restarts: 2 }),
        initialStartFailure: fc.constantFrom('heal' as const, 'fatal' as const),
      })
      .map((rest) => escalationPolicy({ ...chains, ...rest })),
  );

const anyPolicy: fc.Arbitrary<EscalationPolicy> = fc.oneof(
  fc.constant(selfHealing),
  fc.constant(selfHealing),
  fc.constant(otp),
  ownPolicy,
  ownPolicy,
  ownPolicy,
);

const anyChild = fc.record({
  kind: fc.constantFrom('service' as const, 'service' as const, 'supervisor' as const),
  restart: fc.constantFrom(
    'permanent' as const,
    'permanent' as const,
    'transient' as const,
    'temporary' as const,
  ),
  shutdown: fc.constantFrom('brutal_kill' as const, 0, 100, 5_000, Infinity),
  significant: fc.boolean(),
  pausesWithDependency: fc.boolean(),
  intensity: fc.constantFrom(undefined, undefined, { maxRestarts: 1, withinMs: 60_000 }),
  hasDegradeHook: fc.boolean(),
  /** Of those that stand behind it in a shuffled list, the ones with these places. */
  behind: fc.constantFrom([], [], [0], [1], [0, 1]),
});
type AnyChild = ReturnType<typeof anyChild.generate>['value'];

const anyFlags = fc.record({
  strategy: fc.constantFrom<SupervisorSpec['strategy']>(
    'one_for_one',
    'one_for_one',
    'one_for_all',
    'rest_for_one',
    'simple_one_for_one',
  ),
  autoShutdown: fc.constantFrom<SupervisorSpec['autoShutdown']>(
    'never',
    'never',
    'any_significant',
    'all_significant',
  ),
  maxChildren: fc.constantFrom(Infinity, Infinity, 3),
  intensity: fc.constantFrom(undefined, undefined, undefined, { maxRestarts: 2, withinMs: 3_000 }),
});
type Flags = ReturnType<typeof anyFlags.generate>['value'];

const anyChildren = fc
  .array(anyChild, { minLength: 1, maxLength: 4 })
  .map((children) => children.map((child, n) => ['abcd'.charAt(n), child] as const));

/** What can be written down: no dependencies where there is an order, nothing significant where nobody asks. */
function fitting(
  { behind, ...child }: AnyChild,
  { strategy, autoShutdown }: Flags,
  policy: EscalationPolicy,
  others: readonly string[],
): ChildSpec {
  const isOrdered = strategy !== 'one_for_one';
  const dependsOn = isOrdered ? [] : behind.flatMap((place) => others[place] ?? []);
  return {
    ...child,
    significant: child.significant && child.restart !== 'permanent' && autoShutdown !== 'never',
    dependsOn,
    pausesWithDependency:
      child.pausesWithDependency && Object.values(policy.chains).some((c) => c.includes('restart')),
  };
}

type Written = readonly (readonly [string, AnyChild])[];

/** Each may depend on those behind it in `ranking`: no circles, whatever the start order. */
function childrenOf(
  children: Written,
  flags: Flags,
  policy: EscalationPolicy,
  ranking: readonly string[],
): Readonly<Record<string, Child>> {
  if (flags.strategy === 'simple_one_for_one') return {};
  const ids = new Set(children.map(([id]) => id));
  const ranked = ranking.filter((id) => ids.has(id));
  return Object.fromEntries(
    children.map(([id, child]) => [
      id,
      fitting(child, flags, policy, ranked.slice(ranked.indexOf(id) + 1)),
    ]),
  );
}

/** Another description of the same supervisor: other flags, other specs, another order, one that is new. */
const anyVariant = fc.record({
  flags: anyFlags,
  children: fc
    .tuple(anyChildren, anyChild, fc.boolean())
    .map(([children, added, isLonger]) =>
      isLonger ? [...children, ['n', added] as const] : children,
    )
    .chain((children) => fc.shuffledSubarray(children, { minLength: 1 })),
});

export const anyTree: fc.Arbitrary<LawTree> = fc
  .record({
    policy: anyPolicy,
    flags: anyFlags,
    children: anyChildren,
    newcomers: fc.array(anyChild, { minLength: 1, maxLength: 3 }),
    variants: fc.array(anyVariant, { maxLength: 2 }),
    ranking: fc.shuffledSubarray(['a', 'b', 'c', 'd', 'n'], { minLength: 5 }),
    path: fc.constantFrom('', 'shop'),
  })
  .map(({ policy, flags, children, newcomers, variants, ranking, path }) => {
    const isDynamic = flags.strategy === 'simple_one_for_one';
    const fit = (own: Flags) => (isDynamic ? { ...own, strategy: flags.strategy } : asStatic(own));
    const known = new Map(children);
    return {
      ...flags,
      policy,
      path,
      children: childrenOf(children, flags, policy, ranking),
      newcomers: newcomers.map((child) => fitting(child, flags, policy, [])),
      variants: variants.map((variant) => ({
        ...fit(variant.flags),
        children: childrenOf(
          variant.children.map(([id, child]) => [
            id,
            { ...child, kind: known.get(id)?.kind ?? child.kind },
          ]),
          fit(variant.flags),
          policy,
          ranking,
        ),
      })),
    };
  });

function asStatic(flags: Flags): Flags {
  return flags.strategy === 'simple_one_for_one' ? { ...flags, strategy: 'one_for_one' } : flags;
}

const significant = { restart: 'transient', significant: true } as const;

/** Few trees, each with something of its own, for laws that compare many runs of one tree. */
export const SMALL_TREES: readonly LawTree[] = [
  { newcomers: [{ restart: 'temporary' }] },
  { children: { a: { hasDegradeHook: true, restart: 'transient' }, b: { restart: 'temporary' } } },
  { policy: otp, intensity: { maxRestarts: 3, withinMs: 5_000 } },
  {
    policy: escalationPolicy({
      TRANSIENT: ['retry', { step: 'drain', maxAttempts: 2 }, 'restart', 'fallback', 'fail'],
      pattern: { failures: 3 },
      longWindow: { restarts: 3 },
    }),
  },
  { strategy: 'one_for_all', children: { a: {}, b: {} }, newcomers: [{ restart: 'temporary' }] },
  { strategy: 'rest_for_one', policy: otp, children: { a: {}, b: { restart: 'transient' } } },
  {
    strategy: 'simple_one_for_one',
    maxChildren: 2,
    children: {},
    newcomers: [{ intensity: { maxRestarts: 1, withinMs: 60_000 } }],
  },
  {
    children: { a: { dependsOn: ['b'], pausesWithDependency: true }, b: {} },
    newcomers: [{ pausesWithDependency: true }],
  },
  {
    autoShutdown: 'all_significant',
    children: { a: significant, b: significant },
    variants: [{ strategy: 'one_for_all', children: { b: {}, a: significant } }],
  },
];
