import type { HealthStatus, TimerKind, UndeliverableReason } from '@kintsugi/core';

/** What a row holds in columns, with all of it that is one of a few: there is one object for each, so that holding it costs nothing. */
export type RowKind =
  | { readonly type: 'report.fault' | 'report.started' | 'report.stopped' }
  | { readonly type: 'agenda.due'; readonly kind: TimerKind }
  | {
      readonly type: 'health.changed';
      readonly was: HealthStatus;
      readonly health: HealthStatus;
    }
  | {
      readonly type: 'message.undeliverable';
      readonly kind: 'ask' | 'tell';
      readonly reason: UndeliverableReason;
    };

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

/** By what it was, and why it was lost. */
export const LOST: Readonly<
  Record<'ask' | 'tell', Readonly<Record<UndeliverableReason, RowKind>>>
> = { ask: lossesOf('ask'), tell: lossesOf('tell') };

function lossesOf(kind: 'ask' | 'tell'): Readonly<Record<UndeliverableReason, RowKind>> {
  const by = (reason: UndeliverableReason) =>
    ({ type: 'message.undeliverable', kind, reason }) as const;
  return {
    'degraded without a fallback': by('degraded without a fallback'),
    failed: by('failed'),
    stopping: by('stopping'),
    stopped: by('stopped'),
    'mailbox full': by('mailbox full'),
    'its operation failed': by('its operation failed'),
    'its incarnation ended': by('its incarnation ended'),
    'its answer came too late': by('its answer came too late'),
    'the fallback failed': by('the fallback failed'),
    'not a request': by('not a request'),
    'unknown child': by('unknown child'),
  };
}
