import type { Injection } from './injection.ts';
import type { Source } from './source.ts';
import { usualLatencyMs } from './usual-latency.ts';

/** How long after the last injection the faults are over: what it has brought about has begun by then. */
const AFTERMATH_MS = 1;

/**
 * Injects what a script says, and nothing else.
 *
 * @param seed - of the usual latencies of starts and stops; without one they take no time
 */
export function scriptSource(script: readonly Injection[], seed: number | undefined): Source {
  const inOrder = script.toSorted((a, b) => a.at - b.at);
  return {
    endsAt: Math.max(0, ...script.map(lastsUntil)) + AFTERMATH_MS,
    begin(clock, inject) {
      for (const injection of inOrder)
        clock.setTimeout(() => inject(injection), injection.at - clock.now());
    },
    atBirth: () => [],
    personComesAfterMs: () => Infinity,
    usualMs: (hook, path, count) =>
      seed === undefined ? 0 : usualLatencyMs(seed, hook, path, count),
  };
}

function lastsUntil(injection: Injection): number {
  return 'durationMs' in injection ? injection.at + injection.durationMs : injection.at;
}
