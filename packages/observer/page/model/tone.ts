import type { HealthStatus, LifecycleTag, Severity, SupervisionEventType } from '@kintsugi/core';

/** What a colour and a symbol say together. */
export type Tone = 'good' | 'fallback' | 'busy' | 'bad' | 'gone';

/** The worst first: the order of the filters and of the counts. */
export const TONES = ['bad', 'busy', 'fallback', 'good', 'gone'] as const satisfies readonly Tone[];

const OF_TAG: Readonly<Record<LifecycleTag, Tone>> = {
  available: 'good',
  healing: 'busy',
  down: 'bad',
  gone: 'gone',
};

const OF_HEALTH: Readonly<Record<HealthStatus, Tone>> = {
  healthy: 'good',
  degraded: 'fallback',
  unhealthy: 'busy',
  failed: 'bad',
};

const OF_SEVERITY: Readonly<Record<Severity, Tone>> = {
  TRANSIENT: 'fallback',
  RECOVERABLE: 'busy',
  CRITICAL: 'bad',
};

/** Of a state; one that answers from its fallback is not told as one that runs. */
export function toneOfState(state: string, tag: LifecycleTag | undefined): Tone {
  if (state === 'degraded') return 'fallback';
  return tag === undefined ? 'gone' : OF_TAG[tag];
}

/** Of a health; one that was stopped has none. */
export function toneOfHealth(health: HealthStatus | undefined): Tone {
  return health === undefined ? 'gone' : OF_HEALTH[health];
}

/** Of a severity. */
export function toneOfSeverity(severity: Severity): Tone {
  return OF_SEVERITY[severity];
}

const LOUD: Readonly<Partial<Record<SupervisionEventType, Tone>>> = {
  'child.faulted': 'busy',
  'child.failed': 'bad',
  'child.degraded': 'fallback',
  'child.abandoned': 'bad',
  'child.recovered': 'good',
  'incident.opened': 'busy',
  'incident.closed': 'good',
  'recovery.failed': 'busy',
  'hook.failed': 'busy',
  'supervisor.gaveUp': 'bad',
  'supervisor.failed': 'bad',
  'alert.raised': 'bad',
  'alert.cleared': 'good',
  'observer.failed': 'busy',
  'dependency.down': 'fallback',
};

/** Of an event; most have none. */
export function toneOfEvent(type: SupervisionEventType): Tone | undefined {
  return LOUD[type];
}
