import type { HealthStatus, TimerKind } from '@kintsugi/core';

/** What a row holds, with all that is one of a few: there is one object for each, so that holding it costs nothing. */
export type RowKind =
  /** One that is held as it is. */
  | { readonly type: 'input' | 'event' }
  | { readonly type: 'report.fault' | 'report.started' | 'report.stopped' }
  | { readonly type: 'agenda.due'; readonly kind: TimerKind }
  | {
      readonly type: 'health.changed';
      readonly was: HealthStatus;
      readonly health: HealthStatus;
    };

export const INPUT: RowKind = { type: 'input' };
export const EVENT: RowKind = { type: 'event' };
export const FAULT: RowKind = { type: 'report.fault' };
export const STARTED: RowKind = { type: 'report.started' };
export const STOPPED: RowKind = { type: 'report.stopped' };

export const DUE: Readonly<Record<TimerKind, RowKind>> = {
  retry: { type: 'agenda.due', kind: 'retry' },
  restart: { type: 'agenda.due', kind: 'restart' },
  stable: { type: 'agenda.due', kind: 'stable' },
  recovery: { type: 'agenda.due', kind: 'recovery' },
};

/** By what it was, and what it is. */
export const HEALTH: Readonly<Record<HealthStatus, Readonly<Record<HealthStatus, RowKind>>>> = {
  healthy: changesFrom('healthy'),
  degraded: changesFrom('degraded'),
  unhealthy: changesFrom('unhealthy'),
  failed: changesFrom('failed'),
};

function changesFrom(was: HealthStatus): Readonly<Record<HealthStatus, RowKind>> {
  const to = (health: HealthStatus) => ({ type: 'health.changed', was, health }) as const;
  return {
    healthy: to('healthy'),
    degraded: to('degraded'),
    unhealthy: to('unhealthy'),
    failed: to('failed'),
  };
}
