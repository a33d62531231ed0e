import type { ErrorRecord } from './fault/error-record.ts';
import type { FaultOrigin } from './fault/fault.ts';
import type { Severity } from './fault/severity.ts';

/** A fault as events and ledgers hold it: plain data. The thrown value itself stays with the tree. */
export interface FaultReport {
  /** Unique in its tree. */
  readonly id: string;
  readonly origin: FaultOrigin;
  /** What the rules made of the error, before any raise. */
  readonly severity: Severity;
  /** The name of the rule that matched. */
  readonly rule: string;
  readonly error: ErrorRecord;
}

interface Happened<Type extends string> {
  readonly type: Type;
  /** Milliseconds of the tree's clock. */
  readonly at: number;
  /** Ids from below the root to the subject, joined by `/`; the root itself is `''`. */
  readonly path: string;
  /** The incident that the subject has open. */
  readonly incident?: string;
}

interface InIncident<Type extends string> extends Happened<Type> {
  readonly incident: string;
}

/** How an incident ended. */
export type IncidentOutcome =
  | 'recovered'
  | 'degraded'
  | 'failed'
  | 'escalated'
  | 'stopped'
  | 'ended';

/** Why a message found nobody. */
export type UndeliverableReason =
  | 'degraded without a fallback'
  | 'failed'
  | 'stopping'
  | 'stopped'
  | 'mailbox full'
  | 'its operation failed'
  | 'its incarnation ended'
  | 'its answer came too late'
  | 'the fallback failed'
  | 'not a request'
  | 'unknown child';

/**
 * Everything that happens in a tree: one closed union, JSON-safe, in the order of its happening.
 * Logs, health, alerts, the demo and tests all read this stream. {@link describeEvent} puts a
 * member into words.
 */
export type SupervisionEvent =
  | (Happened<'child.started'> & { readonly incarnation: number })
  | (InIncident<'child.faulted'> & {
      readonly fault: FaultReport;
      /** The severity that the chain is asked with: the fault's own, or raised, or that of the step in progress. */
      readonly severity: Severity;
      readonly raisedBy?: 'repeated failures' | 'many restarts';
      /** Further faults of the same moment that were only counted. */
      readonly more?: number;
    })
  | (InIncident<'child.retrying'> & StepAttempt)
  | (InIncident<'child.restarting'> & StepAttempt)
  | (InIncident<'child.stepping'> & StepAttempt & { readonly step: string })
  | (InIncident<'step.skipped'> & { readonly step: string; readonly reason: string })
  | (Happened<'child.recovered'> & { readonly by: string })
  | (InIncident<'child.degraded'> & {
      /** When it tries to return by itself; absent: only a person's `recover` brings it back. */
      readonly nextAt?: number;
    })
  | InIncident<'child.failed'>
  | (Happened<'recovery.attempted'> & { readonly by: 'itself' | 'operator' })
  | (Happened<'recovery.failed'> & { readonly fault: FaultReport; readonly nextAt?: number })
  | (Happened<'recovery.paused'> & { readonly abandoned: number })
  | (Happened<'incident.opened'> & { readonly incident: string; readonly severity: Severity })
  | (InIncident<'incident.closed'> & {
      readonly outcome: IncidentOutcome;
      readonly severity: Severity;
      /** From the first fault to the last entry into running; absent when it never ran again. */
      readonly repairMs?: number;
      readonly faults: number;
      readonly restarts: number;
    })
  | (Happened<'child.exited'> & { readonly exit: 'normal' | 'shutdown' | 'error' })
  | Happened<'child.stopping'>
  | Happened<'child.stopped'>
  | Happened<'child.removed'>
  /** It is a child from now on. */
  | Happened<'child.added'>
  /** A start that an operator has ordered has failed: nothing is counted, it is idle or no child at all. */
  | (Happened<'child.notStarted'> & { readonly fault: FaultReport })
  /** It is restarted with a sibling, by the strategy. */
  | (Happened<'child.cycled'> & { readonly with: string })
  /** It was stopped for a sibling's restart that will not come, and rests until somebody starts it. */
  | (Happened<'child.leftIdle'> & { readonly because: string })
  /** It is not started before what it depends on is there. */
  | (Happened<'child.waiting'> & { readonly dependency: string })
  /** What it depends on is degraded, failed, stopped or paused; or is back. */
  | (Happened<'dependency.down'> & { readonly dependency: string; readonly state: string })
  | (Happened<'dependency.up'> & { readonly dependency: string })
  /** Several children are cycled as one, because of this one. */
  | (Happened<'group.restarting'> & { readonly child: string })
  | (Happened<'group.restarted'> & { readonly child: string })
  | Happened<'supervisor.reconfigured'>
  /** A person has ordered this, as by the observer's page; what comes of it are the events that follow. */
  | (Happened<'command.given'> & { readonly command: string; readonly by: string })
  /** An order that came as an event, so that nobody waits for its answer, was not carried out. */
  | (Happened<'command.refused'> & {
      readonly command: string;
      readonly reason: string;
      readonly error?: ErrorRecord;
    })
  | (Happened<'child.stopSlow'> & { readonly waitedMs: number })
  /** A stop that was told to be slow has ended, or is no longer waited for. */
  | Happened<'child.stopEnded'>
  | (Happened<'child.abandoned'> & { readonly incarnation: number; readonly unsettled: number })
  | (Happened<'abandoned.settled'> & { readonly unsettled: number })
  | (Happened<'hook.failed'> & {
      readonly hook:
        | 'stop'
        | 'fallback'
        | 'retryable'
        | 'dependencyChanged'
        | 'rule'
        | 'lastResort'
        | 'random';
      readonly error: ErrorRecord;
    })
  | (Happened<'fault.absorbed'> & { readonly fault: FaultReport })
  | (Happened<'report.fenced'> & {
      readonly report: string;
      readonly epoch: number;
      readonly current: number;
    })
  | Happened<'supervisor.started'>
  | (Happened<'supervisor.gaveUp'> & {
      readonly reason: GiveUpReason;
      readonly child: string;
      readonly error: ErrorRecord;
    })
  | (Happened<'supervisor.failed'> & Leftovers)
  | (Happened<'supervisor.stopping'> & { readonly reason: string })
  | (Happened<'supervisor.stopped'> & Leftovers)
  | (Happened<'message.undeliverable'> & {
      readonly kind: 'ask' | 'tell';
      readonly reason: UndeliverableReason;
    })
  | (Happened<'health.changed'> & { readonly health: HealthStatus; readonly was: HealthStatus })
  | (Happened<'alert.raised'> & AlertDetail)
  | (Happened<'alert.cleared'> & AlertDetail)
  | (Happened<'observer.failed'> & {
      readonly observer: 'inspector' | 'monitor' | 'page';
      readonly error: ErrorRecord;
    });

interface Leftovers {
  /** Only of the root: paths of the children with a life that would not end and has not ended since. */
  readonly leftBehind?: readonly string[];
}

interface StepAttempt {
  readonly attempt: number;
  readonly severity: Severity;
  readonly delayMs: number;
}

/** How a child or a tree stands, best first. */
export const HEALTH_STATUSES = ['healthy', 'degraded', 'unhealthy', 'failed'] as const;

/** One of {@link HEALTH_STATUSES}. */
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** Why a supervisor could not keep its promise. */
export type GiveUpReason = 'intensity exceeded' | 'the chain escalated' | 'a first start failed';

/** What an alert is about. */
export interface AlertDetail {
  /** Its id, `<kind>:<path>`: raised once until it is cleared. */
  readonly alert: string;
  readonly severity: Severity;
  readonly incident?: string;
  readonly message: string;
}

/** The names of all events. */
export type SupervisionEventType = SupervisionEvent['type'];
/** The member of the union with this type. */
export type EventOf<Type extends SupervisionEventType> = Extract<
  SupervisionEvent,
  { readonly type: Type }
>;
