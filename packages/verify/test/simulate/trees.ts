import {
  child,
  fromDynamicSupervisor,
  fromSupervisor,
  otp,
  policy,
  service,
  type ServiceOptions,
} from '@kintsugi/actors';

const answers = (number: number) => number;

/** A service that opens nothing: in a simulation it is played anyway. */
function plain(options: Partial<ServiceOptions<number, number, undefined, void>> = {}) {
  return service({ start: () => undefined, handle: answers, ...options });
}

const withFallback = { fallback: answers };

/** Nine services under three supervisors, one of each strategy. */
export const shop = fromSupervisor({
  children: [
    child('db', plain()),
    child('cache', plain(withFallback)),
    child('queue', plain(withFallback)),
    child(
      'billing',
      fromSupervisor({
        strategy: 'rest_for_one',
        children: [
          child('ledger', plain(withFallback)),
          child('payments', plain(withFallback)),
          child('invoices', plain()),
        ],
      }),
    ),
    child(
      'web',
      fromSupervisor({
        strategy: 'one_for_all',
        children: [
          child('http', plain(withFallback)),
          child('sessions', plain()),
          child('search', plain(withFallback)),
        ],
      }),
    ),
  ],
});

/** As Erlang does it. */
const erlang = fromSupervisor({
  policy: otp,
  intensity: { maxRestarts: 10, withinMs: 60_000 },
  children: [
    child('a', plain()),
    child('b', plain(), { restart: 'transient' }),
    child('c', plain(), { restart: 'temporary' }),
    child(
      'all',
      fromSupervisor({
        policy: otp,
        strategy: 'one_for_all',
        intensity: { maxRestarts: 3, withinMs: 30_000 },
        children: [
          child('x', plain()),
          child('y', plain(), { shutdown: 'brutal_kill' }),
          child('z', plain(), { restart: 'transient' }),
        ],
      }),
      { shutdown: 20_000 },
    ),
    child(
      'rest',
      fromSupervisor({
        policy: otp,
        strategy: 'rest_for_one',
        intensity: { maxRestarts: 3, withinMs: 30_000 },
        children: [child('x', plain()), child('y', plain()), child('z', plain())],
      }),
    ),
  ],
});

/** Who waits for whom, and what has instances. */
const dependent = fromSupervisor({
  children: [
    child('db', plain()),
    child('cache', plain(withFallback)),
    child('api', plain({ ...withFallback, concurrency: 5 }), {
      dependsOn: ['db', 'cache'],
      whenDependencyDown: 'pause',
    }),
    child('web', plain({ mailboxSize: 3 }), { dependsOn: ['api'] }),
    child('mail', plain({ degrade: () => undefined, retryable: () => true }), {
      dependsOn: ['db'],
      whenDependencyDown: 'pause',
      intensity: { maxRestarts: 3, withinMs: 600_000 },
    }),
    child('rooms', fromDynamicSupervisor({ child: plain(), restart: 'transient' }), {
      dependsOn: ['web'],
    }),
    child(
      'shards',
      fromDynamicSupervisor({
        child: fromSupervisor({
          strategy: 'one_for_all',
          children: [child('p', plain()), child('q', plain(withFallback))],
        }),
      }),
    ),
  ],
});

const drain = { step: 'drain', run: () => undefined } as const;
const patch = {
  step: 'patch',
  run: () => {
    throw new Error('there is no patch');
  },
} as const;

/** Steps of its own, a jitter, and an end that is meant. */
const custom = fromSupervisor({
  policy: policy({
    TRANSIENT: ['retry', drain, 'restart', 'fallback', 'escalate'],
    RECOVERABLE: [patch, 'restart', 'escalate'],
    CRITICAL: ['fallback', 'escalate'],
    restart: {
      maxAttempts: 2,
      backoff: { kind: 'exponential', baseMs: 500, maxMs: 10_000, jitter: 'full' },
    },
  }),
  children: [
    child('a', plain({ degrade: () => undefined, ...withFallback })),
    child('b', plain({ concurrency: 3 })),
    child(
      'inner',
      fromSupervisor({
        strategy: 'rest_for_one',
        autoShutdown: 'any_significant',
        policy: policy({
          TRANSIENT: ['restart', 'escalate'],
          RECOVERABLE: ['restart', 'escalate'],
          CRITICAL: ['escalate'],
        }),
        intensity: { maxRestarts: 5, withinMs: 60_000 },
        children: [
          child('x', plain()),
          child('y', plain(withFallback), { restart: 'transient', significant: true }),
          child('z', plain({ degrade: () => undefined })),
        ],
      }),
      { shutdown: 3_000 },
    ),
  ],
});

/** Trees of every kind there is. */
export const TREES = { shop, erlang, dependent, custom };
