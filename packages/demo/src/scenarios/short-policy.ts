import { policy } from '@kintsugi/actors';

const SHORT = {
  retry: { backoff: { kind: 'exponential', baseMs: 200, maxMs: 2_000 } },
  restart: { backoff: { kind: 'exponential', baseMs: 200, maxMs: 2_000 } },
  stableAfterMs: 500,
} as const;

/** The default policy with waits short enough to watch. */
export const shortPolicy = policy(SHORT);

/** The same for a story that is told over and over: more happens in a minute than otherwise in a month. */
export const endlessPolicy = policy({ ...SHORT, longWindow: { restarts: Infinity } });

/** What is shorter than in real life, for the screen. */
export const SHORTENED =
  'Shortened to be watched: retries and restarts wait 0, 0.2, 0.4 s (default 0, 1, 2 s); probation after a restart is 0.5 s (default 10 s).';
