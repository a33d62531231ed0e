import { createFailureWindow, raisesSeverity, recordFailure } from '../fault/failure-window.ts';
import { endsWorker } from '../fault/fault.ts';
import type { OperationCount } from '../fault/operation-window.ts';
import { raiseSeverity, worstSeverity, type Severity } from '../fault/severity.ts';
import { severityBeyondRestarts } from '../escalation/severity-beyond-restarts.ts';
import { reachesLongWindow } from '../policy/restart-history.ts';
import type { EventOf, FaultReport } from '../supervision-event.ts';
import type { ChildRecord, Incident } from './state.ts';
import { nextStep } from './next-step.ts';
import { enterStep } from './step-entry.ts';
import type { JudgedFault } from './supervisor-input.ts';
import { cancel, incidentId, isEnding, ofChild, rejectParked, report, type Turn } from './turn.ts';

/** What came with a fault. */
export interface FaultDetail {
  readonly operations?: OperationCount;
  readonly more?: number;
}

/**
 * A fault of a child that lives, or whose start failed. With a step in progress that step has
 * failed; otherwise it is a failure: counted, raised if it is one of many, answered on its own.
 */
export function onFault(
  turn: Turn,
  child: ChildRecord,
  fault: JudgedFault,
  detail: FaultDetail = {},
): void {
  if (isEnding(turn)) {
    absorb(turn, child, fault);
    return;
  }
  cancel(turn, child, 'retry');
  const incident = countFault(turn, child, fault, detail);
  const directive = nextStep(turn, child, incident, fault);
  for (const { step, reason } of directive.skipped)
    report(turn, {
      type: 'step.skipped',
      ...ofChild(turn, child),
      incident: incidentId(turn, child),
      step,
      reason,
    });
  const failedStep = incident.step;
  if (failedStep !== undefined && directive.step !== failedStep) incident.spent.push(failedStep);
  incident.step = undefined;
  enterStep(turn, child, incident, directive, fault);
}

/** Counts, raises and reports the fault; opens its incident when there is none. */
function countFault(
  turn: Turn,
  child: ChildRecord,
  fault: JudgedFault,
  { operations, more = 0 }: FaultDetail,
): Incident {
  const inProgress = child.incident?.step !== undefined;
  const raisedBy = inProgress ? undefined : countFailure(turn, child, fault, operations);
  const judged = severityRaised(turn, fault.severity, raisedBy);
  const incident = child.incident ?? openIncident(turn, child, fault, judged);
  remember(incident, fault, more);
  incident.failure = inProgress ? worstSeverity(incident.failure, judged) : judged;
  incident.severity = worstSeverity(incident.severity, judged);
  if (turn.isHeard) report(turn, faulted(turn, child, fault, incident.failure, raisedBy, more));
  return incident;
}

/** A fault on the way out costs no budget and moves nothing, but whoever waits for an answer gets one. */
export function absorb(turn: Turn, child: ChildRecord, fault: JudgedFault): void {
  // While a step is in progress, or a retry is waited for, what is parked waits for that.
  const isInProgress = child.phase === 'attempting' || child.incident?.step === 'retry';
  if (!isInProgress || isEnding(turn)) rejectParked(turn, child);
  const { id, origin, severity, rule, error } = fault;
  report(turn, {
    type: 'fault.absorbed',
    ...ofChild(turn, child),
    fault: { id, origin, severity, rule, error },
  });
}

type RaisedBy = EventOf<'child.faulted'>['raisedBy'];

/** Counts a failure in both windows. Says why its severity is to be raised, if it is: CRITICAL stays, and many restarts come first. */
function countFailure(
  turn: Turn,
  child: ChildRecord,
  { severity }: FaultReport,
  operations?: OperationCount,
): RaisedBy {
  const { pattern, longWindow } = turn.spec.policy;
  child.window ??= createFailureWindow(pattern.failures);
  recordFailure(child.window, turn.at);
  if (severity === 'CRITICAL') return undefined;
  if (reachesLongWindow(child.history, longWindow, turn.at)) return 'many restarts';
  const isPattern = raisesSeverity(child.window, turn.at, pattern, operations);
  return isPattern ? 'repeated failures' : undefined;
}

function severityRaised({ spec }: Turn, severity: Severity, raisedBy: RaisedBy): Severity {
  if (raisedBy === undefined) return severity;
  return raisedBy === 'many restarts'
    ? severityBeyondRestarts(spec.policy, severity)
    : raiseSeverity(severity);
}

const KEPT_FAULTS = 8;

function remember(incident: Incident, fault: FaultReport, more: number): void {
  incident.classifiedCritical ||= fault.severity === 'CRITICAL';
  incident.faults += 1 + more;
  if (fault.origin !== 'step') incident.hasLostWorker = endsWorker(fault.origin);
  incident.last.push(fault);
  if (incident.last.length > KEPT_FAULTS) incident.last.shift();
}

function openIncident(
  turn: Turn,
  child: ChildRecord,
  fault: FaultReport,
  severity: Severity,
): Incident {
  child.incidents += 1;
  if (turn.isHeard) report(turn, opened(turn, child, severity));
  const incident: Incident = {
    number: child.incidents,
    openedAt: turn.at,
    severity,
    failure: severity,
    classifiedCritical: false,
    step: undefined,
    attempts: {},
    carry: {},
    spent: [],
    first: fault,
    last: [],
    faults: 0,
    hasLostWorker: false,
    onProbation: child.recovery?.onProbation ?? false,
    repairedAt: undefined,
  };
  child.incident = incident;
  return incident;
}

function opened(turn: Turn, child: ChildRecord, severity: Severity): EventOf<'incident.opened'> {
  const incident = incidentId(turn, child);
  return { type: 'incident.opened', ...ofChild(turn, child), incident, severity };
}

function faulted(
  turn: Turn,
  child: ChildRecord,
  fault: JudgedFault,
  severity: Severity,
  raisedBy: RaisedBy,
  more: number,
): EventOf<'child.faulted'> {
  const { id, origin, rule, error } = fault;
  return {
    type: 'child.faulted',
    ...ofChild(turn, child),
    incident: incidentId(turn, child),
    fault: { id, origin, severity: fault.severity, rule, error },
    severity,
    ...(raisedBy === undefined ? undefined : { raisedBy }),
    ...(more === 0 ? undefined : { more }),
  };
}
