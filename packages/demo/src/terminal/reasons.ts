import type { EventOf, SupervisionEvent } from '@kintsugi/actors';
import { durationText } from './duration.ts';

type Type = SupervisionEvent['type'];
type Reasons = { readonly [Each in Type]: (event: EventOf<Each>) => string };

const REASONS: Reasons = {
  'child.started': ({ incarnation }) =>
    incarnation === 1 ? 'is up' : `is up again, with a fresh state (life ${incarnation})`,
  'child.faulted': ({ fault, raisedBy }) =>
    raisedBy === undefined ? errorText(fault.error) : `(${raisedBy}) ${errorText(fault.error)}`,
  'child.retrying': ({ attempt, delayMs }) => `retry ${attempt}, ${delayText(delayMs)}`,
  'child.restarting': ({ attempt, delayMs }) => `restart ${attempt}, ${delayText(delayMs)}`,
  'child.stepping': ({ step, attempt }) => `step "${step}", attempt ${attempt}`,
  'step.skipped': ({ step, reason }) => `${step} is passed over: ${reason}`,
  'child.recovered': ({ by }) => (by === 'recovery' ? 'is back from degraded' : `cured by ${by}`),
  'child.degraded': ({ nextAt }) =>
    `the fallback answers from now on; ${nextAt === undefined ? 'waits for a person' : 'will try to return by itself'}`,
  'child.failed': () => 'given up; the others live on',
  'recovery.attempted': ({ by }) =>
    `tries to return, by ${by === 'operator' ? 'order of a person' : 'itself'}`,
  'recovery.failed': ({ fault }) => `could not return: ${errorText(fault.error)}`,
  'recovery.paused': ({ abandoned }) => `does not try again: ${abandoned} old lives will not end`,
  'incident.opened': ({ incident, severity }) =>
    `incident ${numberOf(incident)} opened, ${severity}`,
  'incident.closed': ({ incident, outcome, repairMs, restarts }) =>
    `incident ${numberOf(incident)} closed: ${outcome}${repairText(repairMs)}${restartsText(restarts)}`,
  'child.exited': ({ exit }) => `ended by itself: ${exit}`,
  'child.stopping': () => 'is being stopped',
  'child.stopped': () => 'has stopped',
  'child.removed': () => 'is gone for good',
  'child.added': () => 'is new here',
  'child.notStarted': ({ fault }) => `was not started: ${errorText(fault.error)}`,
  'child.cycled': (event) => `goes down and up with ${event.with}`,
  'child.leftIdle': ({ because }) => `stays down: the restart of ${because} was called off`,
  'child.waiting': ({ dependency }) => `waits for ${dependency}`,
  'dependency.down': ({ dependency, state }) => `${dependency} is down (${state})`,
  'dependency.up': ({ dependency }) => `${dependency} is back`,
  'group.restarting': ({ child }) => `restarts what goes with ${child}`,
  'group.restarted': ({ child }) => `all that goes with ${child} is up again`,
  'supervisor.reconfigured': () => 'has a new description',
  'command.given': ({ command, by }) => `${by} orders: ${command}`,
  'command.refused': ({ command, reason }) => `does not ${command}: ${reason}`,
  'child.stopEnded': () => 'is done with its slow stop',
  'child.stopSlow': ({ waitedMs }) => `has been stopping for ${durationText(waitedMs)}`,
  'child.abandoned': ({ incarnation }) =>
    `life ${incarnation} will not end and is no longer waited for`,
  'abandoned.settled': () => 'an old life has ended after all',
  'hook.failed': ({ hook, error }) => `its ${hook} hook threw ${errorText(error)}`,
  'fault.absorbed': ({ fault }) => `${errorText(fault.error)}, on its way out: no matter`,
  'report.fenced': ({ report }) => `${report} of an old life: not listened to`,
  'supervisor.started': () => 'all children are settled',
  'supervisor.gaveUp': ({ reason, child, error }) =>
    `gave up: ${reason}, by ${child}: ${errorText(error)}`,
  'supervisor.failed': () => 'has failed',
  'supervisor.stopping': ({ reason }) => `is being stopped: ${reason}`,
  'supervisor.stopped': () => 'has stopped, children first',
  'message.undeliverable': ({ kind, reason }) => `a message (${kind}) found nobody: ${reason}`,
  'health.changed': ({ was, health }) => `health: ${was} → ${health}`,
  'alert.raised': ({ message }) => `alert: ${message}`,
  'alert.cleared': () => 'alert over',
  'observer.failed': ({ observer, error }) => `the ${observer} threw ${errorText(error)}`,
};

/** Why an event happened, or what it means, in plain words. */
export function reasonOf(event: SupervisionEvent): string {
  const reason = REASONS[event.type] as (event: SupervisionEvent) => string;
  return reason(event);
}

type Error = EventOf<'hook.failed'>['error'];

function errorText({ name, code, message }: Error): string {
  const known = name === 'Error' && code !== undefined ? code : name;
  return message.includes(known) ? message : `${known}: ${message}`;
}

function delayText(delayMs: number): string {
  return delayMs === 0 ? 'at once' : `in ${durationText(delayMs)}`;
}

/** The path stands there already. */
function numberOf(incident: string): string {
  return incident.slice(incident.lastIndexOf('#'));
}

function repairText(repairMs: number | undefined): string {
  return repairMs === undefined ? '' : ` in ${durationText(repairMs)}`;
}

function restartsText(restarts: number): string {
  if (restarts === 0) return '';
  return restarts === 1 ? ' by a restart' : ` by ${restarts} restarts`;
}
