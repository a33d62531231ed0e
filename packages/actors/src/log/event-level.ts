import type { SupervisionEvent, SupervisionEventType } from '@kintsugi/core';

/** How loud an event is: loglevel's names. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** One of loglevel's levels. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `error` wants a person now, `warn` heals by itself, `info` is its good end, `debug` is the rest. */
const LEVEL_OF = {
  'child.started': 'debug',
  'child.faulted': 'warn',
  'child.retrying': 'warn',
  'child.restarting': 'warn',
  'child.stepping': 'warn',
  'step.skipped': 'debug',
  'child.recovered': 'info',
  'child.degraded': 'error',
  'child.failed': 'error',
  'recovery.attempted': 'info',
  'recovery.failed': 'warn',
  'recovery.paused': 'error',
  'incident.opened': 'debug',
  'incident.closed': 'info',
  'child.exited': 'info',
  'child.stopping': 'debug',
  'child.stopped': 'debug',
  'child.removed': 'debug',
  'child.added': 'debug',
  'child.notStarted': 'warn',
  'child.cycled': 'info',
  'child.leftIdle': 'error',
  'child.waiting': 'warn',
  'dependency.down': 'warn',
  'dependency.up': 'info',
  'group.restarting': 'warn',
  'group.restarted': 'info',
  'supervisor.reconfigured': 'info',
  'command.given': 'info',
  'command.refused': 'warn',
  'child.stopSlow': 'error',
  'child.stopEnded': 'info',
  'child.abandoned': 'error',
  'abandoned.settled': 'info',
  'hook.failed': 'warn',
  'fault.absorbed': 'info',
  'report.fenced': 'debug',
  'supervisor.started': 'info',
  'supervisor.gaveUp': 'error',
  'supervisor.failed': 'error',
  'supervisor.stopping': 'info',
  'supervisor.stopped': 'info',
  'message.undeliverable': 'warn',
  'health.changed': 'info',
  'alert.raised': 'error',
  'alert.cleared': 'info',
  'observer.failed': 'error',
} as const satisfies Record<SupervisionEventType, LogLevel>;

export function levelOf({ type }: SupervisionEvent): Exclude<LogLevel, 'trace'> {
  return LEVEL_OF[type];
}
