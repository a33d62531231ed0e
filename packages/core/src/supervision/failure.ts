import { decide, type Directive, type SkipReason } from '../escalation/directive.ts';
import { createFailureWindow, raisesSeverity, recordFailure } from '../fault/failure-window.ts';
import { isRetryable } from '../fault/fault.ts';
import type { OperationCount } from '../fault/operation-window.ts';
import { raiseSeverity, worstSeverity, type Severity } from '../fault/severity.ts';
import { reachesLongWindow } from '../policy/restart-history.ts';
import type { EventOf, FaultReport } from '../supervision-event.ts';
import type { ChildRecord, Incident } from './state.ts';
import { enterStep } from './step-entry.ts';
import type { JudgedFault } from './supervisor-input.ts';
import { incidentId, isEnding, ofChild, report, type Turn } from './turn.ts';

/** What came with a fault. */
export interface FaultDetail {
  readonly operations?: OperationCount;
  readonly more?: number;
}

/**
 * A fault of a child that lives, or whose start failed. With a step in progress that step has
 * failed; otherwise it is a failure: counted, raised if it is one of many, answered on its own.
 */
export function onFault(turn: Turn, child: ChildRecord, fault: JudgedFault, detail: FaultDetail = {}): void {
  if (isEnding(turn)) {
    absorb(turn, child, fault);
    return;
  }
  const inProgress = child.incident?.step !== undefined;
  const raisedBy = inProgress ? undefined : countFailure(turn, child, detail.operations);
  const judged = raisedBy === undefined ? fault.severity : raiseSeverity(fault.severity);
  const incident = incidentWith(turn, child, fault, judged);
  incident.failure = inProgress ? worstSeverity(incident.failure, judged) : judged;
  incident.severity = worstSeverity(incident.severity, judged);
  incident.classifiedCritical ||= fault.severity === 'CRITICAL';
  incident.faults += 1 + (detail.more ?? 0);
  report(turn, faulted(turn, child, fault, incident.failure, raisedBy, detail.more));

  const directive = nextStep(turn, child, incident, fault);
  for (const { step, reason } of directive.skipped)
    report(turn, { type: 'step.skipped', ...ofChild(turn, child), incident: incidentId(turn, child), step, reason });
  const failedStep = incident.step;
  if (failedStep !== undefined && directive.step !== failedStep) incident.spent.push(failedStep);
  incident.step = undefined;
  enterStep(turn, child, incident, directive, fault);
}

/** A fault on the way out costs no budget and moves nothing, but whoever waits for an answer gets one. */
function absorb(turn: Turn, child: ChildRecord, { id, origin, severity, rule, error }: JudgedFault): void {
  turn.effects.push({ type: 'settleParked', id: child.id, fate: 'reject' });
  const fault = { id, origin, severity, rule, error };
  report(turn, { type: 'fault.absorbed', ...ofChild(turn, child), fault });
}

type RaisedBy = EventOf<'child.faulted'>['raisedBy'];

/** Counts a failure in both windows. Says why its severity is to be raised, if it is. */
function countFailure(turn: Turn, child: ChildRecord, operations?: OperationCount): RaisedBy {
  const { pattern, longWindow } = turn.spec.policy;
  child.window ??= createFailureWindow(pattern.failures);
  recordFailure(child.window, turn.at);
  if (raisesSeverity(child.window, turn.at, pattern, operations)) return 'repeated failures';
  return reachesLongWindow(child.history, longWindow, turn.at) ? 'many restarts' : undefined;
}

const KEPT_FAULTS = 8;

function incidentWith(turn: Turn, child: ChildRecord, fault: FaultReport, severity: Severity): Incident {
  const open = child.incident;
  if (open !== undefined) {
    open.last.push(fault);
    if (open.last.length > KEPT_FAULTS) open.last.shift();
    return open;
  }
  child.incidents += 1;
  report(turn, { type: 'incident.opened', ...ofChild(turn, child), incident: incidentId(turn, child), severity });
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
    last: [fault],
    faults: 0,
    onProbation: child.recovery?.onProbation ?? false,
    repairedAt: undefined,
  };
  child.incident = incident;
  return incident;
}

function faulted(
  turn: Turn,
  child: ChildRecord,
  fault: JudgedFault,
  severity: Severity,
  raisedBy: RaisedBy,
  more: number | undefined,
): EventOf<'child.faulted'> {
  const { id, origin, rule, error } = fault;
  return {
    type: 'child.faulted',
    ...ofChild(turn, child),
    incident: incidentId(turn, child),
    fault: { id, origin, severity: fault.severity, rule, error },
    severity,
    ...(raisedBy === undefined ? undefined : { raisedBy }),
    ...(more === undefined || more === 0 ? undefined : { more }),
  };
}

function nextStep(turn: Turn, child: ChildRecord, incident: Incident, fault: JudgedFault): Directive {
  return decide(turn.spec.policy, {
    severity: incident.failure,
    ...(incident.step === undefined ? undefined : { after: incident.step }),
    spent: incident.spent,
    attempts: incident.attempts,
    inapplicable: (step) => inapplicable(child, fault, step),
  });
}

/** Why a step cannot serve for this child and this fault, whatever is left of its budget. */
function inapplicable(child: ChildRecord, fault: JudgedFault, step: string): SkipReason | undefined {
  if (step === 'retry') {
    if (!isRetryable(fault.origin)) return 'not for this kind of fault';
    return undefined;
  }
  if (child.spec.restart === 'temporary') return 'its restart type ends it';
  if (step === 'fallback') return child.spec.kind === 'supervisor' ? 'not for a supervisor' : undefined;
  if (step === 'fail' || step === 'escalate') return undefined;
  return child.recovery?.onProbation === true ? 'it had just returned from degraded' : undefined;
}
