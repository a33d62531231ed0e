import {
  type AnySupervisorLogic,
  child,
  type Child,
  fromSupervisor,
  otp,
  policy,
  selfHealing,
  service,
} from '@kintsugi/actors';
import * as fc from 'fast-check';

const handle = (text: string) => text;
const plain = service({ handle });
const preparing = service({ handle, degrade: () => undefined });

const drain = { step: 'drain', run: () => undefined } as const;

const anyChain = fc
  .tuple(
    fc.shuffledSubarray(['restart' as const, 'fallback' as const, drain]),
    fc.constantFrom('fail' as const, 'escalate' as const),
  )
  .map(([steps, last]) => [...steps, last] as const);

const anyPolicy = fc.oneof(
  fc.constantFrom(otp, selfHealing),
  fc
    .record({
      TRANSIENT: fc
        .tuple(fc.boolean(), anyChain)
        .map(([retries, chain]) => (retries ? (['retry', ...chain] as const) : chain)),
      RECOVERABLE: anyChain,
      CRITICAL: anyChain,
      attempts: fc.constantFrom(1, 2),
      pattern: fc.constantFrom(2, 5),
      initialStartFailure: fc.constantFrom('heal' as const, 'fatal' as const),
    })
    .map(({ attempts: maxAttempts, pattern: failures, ...rest }) =>
      policy({
        ...rest,
        retry: { maxAttempts },
        restart: { maxAttempts },
        recovery: { baseMs: 1_000, maxMs: 2_000 },
        pattern: { failures },
        longWindow: { restarts: Infinity },
      }),
    ),
);

const anyIntensity = fc.constantFrom(
  undefined,
  { maxRestarts: 0, withinMs: 5_000 },
  { maxRestarts: 1, withinMs: 5_000 },
);

const anyChild = fc.record({
  runs: fc.constantFrom(plain, preparing),
  restart: fc.constantFrom('permanent' as const, 'transient' as const, 'temporary' as const),
  shutdown: fc.constantFrom('brutal_kill' as const, 5_000),
  significant: fc.boolean(),
  intensity: anyIntensity,
});

type AnyChild = ReturnType<typeof anyChild.generate>['value'];

const anyFlags = fc.record({
  strategy: fc.constantFrom(
    'one_for_one' as const,
    'one_for_all' as const,
    'rest_for_one' as const,
  ),
  autoShutdown: fc.constantFrom(
    'never' as const,
    'any_significant' as const,
    'all_significant' as const,
  ),
  intensity: anyIntensity,
  /** Of the second child on the first. */
  dependency: fc.constantFrom(undefined, 'go on' as const, 'pause' as const),
});

type Flags = ReturnType<typeof anyFlags.generate>['value'];

/** What can be written down: nothing significant where nobody asks, no dependencies where there is an order. */
function fitting(
  { runs, significant, restart, ...others }: AnyChild,
  { autoShutdown, strategy, dependency }: Flags,
  at: number,
): Child {
  const depends = at === 1 && strategy === 'one_for_one' && dependency !== undefined;
  const whenDependencyDown = restart === 'temporary' ? 'go on' : dependency;
  const options = {
    ...others,
    restart,
    significant: significant && restart !== 'permanent' && autoShutdown !== 'never',
    ...(depends ? { dependsOn: ['a'], whenDependencyDown } : {}),
  };
  // What cannot be written down is left out above, which the types do not see.
  return child('ab'.charAt(at), runs, options as { restart: 'transient' });
}

/** A supervisor of one or two services, as anybody might describe it. */
export const anyTree: fc.Arbitrary<AnySupervisorLogic> = fc
  .record({
    policy: anyPolicy,
    flags: anyFlags,
    children: fc.array(anyChild, { minLength: 1, maxLength: 2 }),
  })
  .map(({ policy: chosen, flags, children }) => {
    const { intensity, strategy, autoShutdown } = flags;
    const restarts = Object.values(chosen.escalation.chains).some((c) => c.includes('restart'));
    // Who pauses is restarted afterwards.
    const dependency = restarts ? flags.dependency : undefined;
    return fromSupervisor({
      strategy,
      autoShutdown,
      policy: chosen as typeof selfHealing,
      ...(intensity === undefined ? {} : { intensity }),
      children: children.map((each, at) => fitting(each, { ...flags, dependency }, at)),
    });
  });
