import { policy } from '@kintsugi/actors';

/** The default policy with waits short enough to watch. */
export const shortPolicy = policy({
  retry: { backoff: { kind: 'exponential', baseMs: 200, maxMs: 2_000 } },
  restart: { backoff: { kind: 'exponential', baseMs: 200, maxMs: 2_000 } },
  stableAfterMs: 500,
});

/** What is shorter than in real life, for the screen. */
export const SHORTENED =
  'Shortened to be watched: retries and restarts wait 0, 0.2, 0.4 s (default 0, 1, 2 s); probation after a restart is 0.5 s (default 10 s).';
