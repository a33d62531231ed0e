import type { Readings } from '../rounds/readings.ts';

/** What one subject takes, where it was measured: medians. */
export interface Standing {
  readonly subject: string;
  readonly crashUs: number | undefined;
  readonly crashOfBare: number | undefined;
  readonly burstPerSecond: number | undefined;
  readonly askPerSecond: number | undefined;
  readonly tellPerSecond: number | undefined;
  readonly bytes: number | undefined;
  readonly spawnUs: number | undefined;
}

function perSecond(us: number | undefined): number | undefined {
  return us === undefined ? undefined : 1e6 / us;
}

/** Every subject's own numbers. Rates are per second of CPU. */
export function standings(readings: Readings, subjects: readonly string[]): readonly Standing[] {
  return subjects.map((subject) => {
    const cpuUs = (scenario: string) => readings.at([scenario, subject, 'cpuUs']);
    return {
      subject,
      crashUs: cpuUs('crash'),
      crashOfBare: readings.ratio(['crash', subject, 'cpuUs'], ['crash', 'bare', 'cpuUs']),
      burstPerSecond: perSecond(cpuUs('burst')),
      askPerSecond: perSecond(cpuUs('ask')),
      tellPerSecond: perSecond(cpuUs('tell')),
      bytes: readings.at(['spawn', subject, 'bytes']),
      spawnUs: cpuUs('spawn'),
    };
  });
}
