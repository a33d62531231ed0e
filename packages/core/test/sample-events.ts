import type {
  ErrorRecord,
  EventOf,
  FaultReport,
  SupervisionEvent,
  SupervisionEventType,
} from '../src/index.ts';

const error: ErrorRecord = { name: 'TypeError', message: 'fetch failed' };

const fault: FaultReport = {
  id: 'fault-1',
  origin: 'operation',
  severity: 'TRANSIENT',
  rule: 'cause > system-code',
  error: {
    ...error,
    cause: { name: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
  },
};

const payments = { at: 60_000, path: 'payments' } as const;
const incident = 'payments#3';
const attempt = { ...payments, incident, attempt: 2, severity: 'RECOVERABLE' } as const;
const alert = {
  alert: 'failed:payments',
  severity: 'CRITICAL',
  incident,
  message: 'payments has failed and is not restarted',
} as const;

/** One event of each type, as a tree with a service `payments` would tell it. */
export const sampleEvents = {
  'child.started': { type: 'child.started', ...payments, incident, incarnation: 2 },
  'child.faulted': {
    type: 'child.faulted',
    ...payments,
    incident,
    fault,
    severity: 'RECOVERABLE',
    raisedBy: 'repeated failures',
    more: 3,
  },
  'child.retrying': { type: 'child.retrying', ...attempt, delayMs: 0 },
  'child.restarting': { type: 'child.restarting', ...attempt, delayMs: 1_000 },
  'child.stepping': { type: 'child.stepping', ...attempt, step: 'reconnect', delayMs: 500 },
  'step.skipped': {
    type: 'step.skipped',
    ...payments,
    incident,
    step: 'retry',
    reason: 'not for this kind of fault',
  },
  'child.recovered': { type: 'child.recovered', ...payments, incident, by: 'retry' },
  'child.degraded': { type: 'child.degraded', ...payments, incident, nextAt: 90_000 },
  'child.failed': { type: 'child.failed', ...payments, incident },
  'recovery.attempted': { type: 'recovery.attempted', ...payments, by: 'itself' },
  'recovery.failed': { type: 'recovery.failed', ...payments, fault, nextAt: 120_000 },
  'recovery.paused': { type: 'recovery.paused', ...payments, abandoned: 3 },
  'incident.opened': { type: 'incident.opened', ...payments, incident, severity: 'TRANSIENT' },
  'incident.closed': {
    type: 'incident.closed',
    ...payments,
    incident,
    outcome: 'recovered',
    severity: 'RECOVERABLE',
    repairMs: 1_500,
    faults: 2,
    restarts: 1,
  },
  'child.exited': { type: 'child.exited', ...payments, exit: 'normal' },
  'child.stopping': { type: 'child.stopping', ...payments },
  'child.stopped': { type: 'child.stopped', ...payments },
  'child.removed': { type: 'child.removed', ...payments },
  'child.added': { type: 'child.added', ...payments },
  'child.notStarted': { type: 'child.notStarted', ...payments, fault },
  'child.cycled': { type: 'child.cycled', ...payments, with: 'db' },
  'child.leftIdle': { type: 'child.leftIdle', ...payments, because: 'db' },
  'child.waiting': { type: 'child.waiting', ...payments, dependency: 'db' },
  'dependency.down': { type: 'dependency.down', ...payments, dependency: 'db', state: 'failed' },
  'dependency.up': { type: 'dependency.up', ...payments, dependency: 'db' },
  'group.restarting': { type: 'group.restarting', at: 0, path: '', child: 'payments' },
  'group.restarted': { type: 'group.restarted', at: 0, path: '', child: 'payments' },
  'supervisor.reconfigured': { type: 'supervisor.reconfigured', at: 0, path: '' },
  'command.given': { type: 'command.given', ...payments, command: 'restart', by: 'ann' },
  'command.refused': {
    type: 'command.refused',
    ...payments,
    command: 'deleteChild',
    reason: 'running',
  },
  'child.stopEnded': { type: 'child.stopEnded', ...payments },
  'child.stopSlow': { type: 'child.stopSlow', ...payments, waitedMs: 30_000 },
  'child.abandoned': { type: 'child.abandoned', ...payments, incarnation: 2, unsettled: 1 },
  'abandoned.settled': { type: 'abandoned.settled', ...payments, unsettled: 0 },
  'hook.failed': { type: 'hook.failed', ...payments, hook: 'stop', error },
  'fault.absorbed': { type: 'fault.absorbed', ...payments, fault },
  'report.fenced': {
    type: 'report.fenced',
    ...payments,
    report: 'report.started',
    epoch: 3,
    current: 5,
  },
  'supervisor.started': { type: 'supervisor.started', at: 0, path: '' },
  'supervisor.gaveUp': {
    type: 'supervisor.gaveUp',
    at: 0,
    path: '',
    reason: 'intensity exceeded',
    child: 'payments',
    error,
  },
  'supervisor.failed': { type: 'supervisor.failed', at: 0, path: '' },
  'supervisor.stopping': { type: 'supervisor.stopping', at: 0, path: '', reason: 'SIGTERM' },
  'supervisor.stopped': { type: 'supervisor.stopped', at: 0, path: '', leftBehind: ['payments'] },
  'message.undeliverable': {
    type: 'message.undeliverable',
    ...payments,
    kind: 'ask',
    reason: 'mailbox full',
  },
  'health.changed': { type: 'health.changed', ...payments, health: 'degraded', was: 'healthy' },
  'alert.raised': { type: 'alert.raised', ...payments, ...alert },
  'alert.cleared': { type: 'alert.cleared', ...payments, ...alert },
  'observer.failed': { type: 'observer.failed', at: 0, path: '', observer: 'inspector', error },
} as const satisfies { readonly [Type in SupervisionEventType]: EventOf<Type> };

/** The same as a list, in the order of the union. */
export const allSampleEvents: readonly SupervisionEvent[] = Object.values(sampleEvents);
