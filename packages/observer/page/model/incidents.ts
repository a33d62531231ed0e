import { errorText, type Severity, type SupervisionEvent } from '@kintsugi/core';
import type {
  ClosedIncident,
  EventView,
  LastIncident,
  NodeView,
} from '../../src/protocol/frame.ts';

/** A step of an incident, as `restart 2`. */
export interface TakenStep {
  readonly at: number;
  readonly name: string;
}

/** An incident as the events tell it. */
export interface IncidentRecord {
  readonly id: string;
  readonly path: string;
  readonly severity: Severity;
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly outcome?: string;
  /** From the first fault to the last entry into running. */
  readonly repairMs?: number;
  readonly faults: number;
  readonly error: string;
  readonly steps: readonly TakenStep[];
}

/** All incidents that are remembered, by path and id, oldest first. */
export type IncidentLog = Map<string, IncidentRecord>;

const MOST_REMEMBERED = 2_000;

/** What the nodes say of incidents counts more than what few events let us guess. */
export function seedIncidents(log: IncidentLog, nodes: readonly NodeView[]): void {
  for (const { path, incident, lastIncident } of nodes) {
    if (lastIncident !== undefined) seedClosed(log, path, lastIncident);
    if (incident === undefined) continue;
    const { id, severity, openedAt, faults, error, step, attempt } = incident;
    const key = keyOf(path, id);
    const { steps = stepsSoFar(openedAt, step, attempt) } = log.get(key) ?? {};
    log.set(key, { id, path, severity, openedAt, faults, error, steps });
  }
}

function seedClosed(log: IncidentLog, path: string, incident: LastIncident): void {
  const key = keyOf(path, incident.id);
  log.set(key, { ...incident, path, steps: log.get(key)?.steps ?? [] });
  forgetOldest(log);
}

function stepsSoFar(at: number, step?: string, attempt?: number): readonly TakenStep[] {
  return step === undefined ? [] : [{ at, name: stepName(step, attempt) }];
}

/** The events that are kept may not reach back to an incident that is known, or not as far as its end. */
export function keepKnown(log: IncidentLog, known: IncidentLog): void {
  for (const [key, record] of known) {
    const told = log.get(key);
    const isMore =
      told === undefined || (told.closedAt === undefined && record.closedAt !== undefined);
    if (isMore) log.set(key, record);
  }
  const inOrder = [...log].toSorted(([, one], [, other]) => one.openedAt - other.openedAt);
  log.clear();
  for (const [key, record] of inOrder) log.set(key, record);
}

/** An incident that no node has any more is over; how it ended was told while nobody listened. */
export function dropUnended(log: IncidentLog, nodes: readonly NodeView[]): void {
  const open = new Set(
    nodes.flatMap(({ path, incident }) =>
      incident === undefined ? [] : [keyOf(path, incident.id)],
    ),
  );
  for (const [key, { closedAt }] of log)
    if (closedAt === undefined && !open.has(key)) log.delete(key);
}

/** Follows the events; what belongs to an incident whose beginning is not known is left out. */
export function foldIncident(log: IncidentLog, { event }: EventView): void {
  const { incident: id, path, at } = event;
  if (id === undefined) return;
  const key = keyOf(path, id);
  if (event.type === 'incident.opened') {
    const opened = { id, path, severity: event.severity, openedAt: at };
    log.set(key, { ...opened, faults: 0, error: '', steps: [], ...log.get(key) });
    forgetOldest(log);
    return;
  }
  const known = log.get(key) ?? unknownBeginning(event, id);
  if (known !== undefined) log.set(key, { ...known, ...changeOf(known, event) });
}

/** An incident that the tree still holds, as one of ours. */
export function recordOf(path: string, { steps, ...incident }: ClosedIncident): IncidentRecord {
  const { openedAt } = incident;
  return { ...incident, path, steps: steps.map((name) => ({ at: openedAt, name })) };
}

/** The steps that were taken before anybody looked. */
export function withSteps(incident: IncidentRecord, held?: ClosedIncident): IncidentRecord {
  return held === undefined || incident.steps.length > 0
    ? incident
    : { ...incident, steps: recordOf(incident.path, held).steps };
}

/** How the incidents stood at an instant. */
export function incidentsAt(log: Iterable<IncidentRecord>, at: number): readonly IncidentRecord[] {
  return [...log]
    .filter(({ openedAt }) => openedAt <= at)
    .map((record) => {
      const steps = record.steps.filter((step) => step.at <= at);
      if (record.closedAt === undefined || record.closedAt <= at) return { ...record, steps };
      const { closedAt: _closedAt, outcome: _outcome, repairMs: _repairMs, ...open } = record;
      return { ...open, steps };
    });
}

/** A fault may be told before the opening that it causes. */
function unknownBeginning(event: SupervisionEvent, id: string): IncidentRecord | undefined {
  if (event.type !== 'child.faulted') return undefined;
  const { path, at, severity } = event;
  return { id, path, severity, openedAt: at, faults: 0, error: '', steps: [] };
}

function changeOf(known: IncidentRecord, event: SupervisionEvent): Partial<IncidentRecord> {
  if (event.type === 'child.faulted') {
    const { severity, more = 0, fault } = event;
    return { severity, faults: known.faults + 1 + more, error: errorText(fault.error) };
  }
  if (event.type === 'incident.closed') {
    const { at, outcome, severity, faults, repairMs } = event;
    return {
      closedAt: at,
      outcome,
      severity,
      faults,
      ...(repairMs === undefined ? {} : { repairMs }),
    };
  }
  const name = takenStep(event);
  return name === undefined ? {} : { steps: [...known.steps, { at: event.at, name }] };
}

function takenStep(event: SupervisionEvent): string | undefined {
  if (event.type === 'child.retrying') return stepName('retry', event.attempt);
  if (event.type === 'child.restarting') return stepName('restart', event.attempt);
  if (event.type === 'child.stepping') return stepName(event.step, event.attempt);
  if (event.type === 'child.degraded') return 'fallback';
  return event.type === 'child.failed' ? 'fail' : undefined;
}

function stepName(step: string, attempt: number | undefined): string {
  return attempt === undefined ? step : `${step} ${attempt}`;
}

function keyOf(path: string, id: string): string {
  return `${path} ${id}`;
}

function forgetOldest(log: IncidentLog): void {
  const [oldest] = log.keys();
  if (log.size > MOST_REMEMBERED && oldest !== undefined) log.delete(oldest);
}
