import {
  type ChildRecord,
  type ChildSpec,
  type Exit,
  type JudgedFault,
  restartsAfter,
  type SupervisorInput,
  type SupervisorSpec,
  type SupervisorState,
} from '@kintsugi/core';
import { childOf, isEnding, type SeenTurn, told } from './property.ts';

/** What a turn has heard, and must answer by a step: a fault of a child that lives, or is to live. */
export interface Failure {
  readonly id: string;
  readonly fault: JudgedFault;
  /** The child as it was. */
  readonly record: ChildRecord;
  /** The step that has failed with it, if one was in progress. */
  readonly step: string | undefined;
}

type Reporting = Extract<SupervisorInput, { readonly epoch: number }>;

/** Read from the input: what the supervisor makes of it is for the properties to judge. */
export function failureIn(turn: SeenTurn): Failure | undefined {
  const end = endIn(turn);
  if (end === undefined || isOfNoIncident(turn, end)) return undefined;
  const { record, fault } = end;
  return { id: record.id, fault, record, step: record.incident?.step };
}

/** What a child that lives, or is to live, has come to: a fault, or an end of its own. */
export interface End {
  readonly record: ChildRecord;
  readonly fault: JudgedFault;
  readonly exit: Exit;
}

/** Read from the input as well. */
export function endIn(turn: SeenTurn): End | undefined {
  const { input, before } = turn;
  const fault = 'fault' in input ? input.fault : undefined;
  if (fault === undefined || !('epoch' in input)) return undefined;
  const record = before.children.get(input.id);
  if (record === undefined || !isHeard(before, record, input)) return undefined;
  if (isFirstStart(turn, record)) return undefined;
  return { record, fault, exit: input.type === 'report.exited' ? input.exit : 'error' };
}

/** As it was described, whatever the supervisor believes. */
export function specOf({ children }: SupervisorSpec, { id, spec }: ChildRecord): ChildSpec {
  return children.find((child) => child.id === id)?.spec ?? spec;
}

/** Rules 3 and 28: what is stale, and what a child says on its way out, moves nothing. */
function isHeard(before: SupervisorState, record: ChildRecord, input: Reporting): boolean {
  if (input.epoch !== record.epoch || isEnding(before) || isAboutToStop(before, record))
    return false;
  if (input.type === 'report.attemptSettled') return isAwaited(record, input.step);
  return SPOKEN_BY[input.type]?.includes(record.life) === true;
}

function isAwaited({ phase, incident }: ChildRecord, step = incident?.step): boolean {
  return phase === 'attempting' && step === incident?.step;
}

const SPOKEN_BY: Readonly<Partial<Record<SupervisorInput['type'], readonly string[]>>> = {
  'report.started': ['starting'],
  'report.startFailed': ['starting'],
  'report.fault': ['up'],
  'report.exited': ['up'],
};

/** Its group is being stopped, and has not come to it yet. */
function isAboutToStop({ group, children }: SupervisorState, record: ChildRecord): boolean {
  if (group?.phase !== 'stopping') return false;
  const cursor = children.get(group.cursor ?? '')?.order ?? -Infinity;
  return record.order >= group.from && record.order <= cursor && !isLeftAlone(record);
}

/** Rule 31: a group leaves it as it is. */
export function isLeftAlone({ state, recovery }: ChildRecord): boolean {
  return state === 'failed' || (state === 'degraded' && recovery?.operatorOnly === true);
}

/** Rules 7, 34 and 35: an end that is none to be healed, and what is said behind a fallback. */
function isOfNoIncident({ input, spec }: SeenTurn, { record, exit }: End): boolean {
  if (exit !== 'error' && !restartsAfter(specOf(spec, record).restart, exit)) return true;
  if (input.type === 'report.attemptSettled') return false;
  const isDegrading = record.incident?.step === 'fallback' && input.type !== 'report.startFailed';
  return record.state === 'degraded' || isDegrading;
}

/** Rule 24: under `fatal` nobody heals a start of the supervisor, nor one that was ordered. */
function isFirstStart({ input, before, spec }: SeenTurn, record: ChildRecord): boolean {
  const isFatal = spec.policy.initialStartFailure === 'fatal';
  if (!isFatal || input.type !== 'report.startFailed' || record.state !== 'starting') return false;
  return startsUp(before) || record.tickets !== undefined;
}

/** Whether it has not come to the end of its own start. */
export function startsUp({ group, awaited }: SupervisorState): boolean {
  return group?.startsUp === true || awaited !== undefined;
}

/** The step that answers it; `end` when the child is let go, undefined when nothing is done. */
export function answerTo(turn: SeenTurn, { id }: Failure): string | undefined {
  const [gaveUp] = told(turn, 'supervisor.gaveUp');
  if (gaveUp !== undefined) return gaveUp.reason === 'intensity exceeded' ? 'restart' : 'escalate';
  if (told(turn, 'child.failed').length > 0) return 'fail';
  const [event] = toldTo(turn, id);
  return event === undefined ? stepBegun(turn, id) : stepOf(event);
}

/** The hook that enters degraded runs while the chart still stands where it stood. */
function stepBegun({ after }: SeenTurn, id: string): string | undefined {
  return after.children.get(id)?.incident?.step === 'fallback' ? 'fallback' : undefined;
}

function stepOf(event: string): string {
  return STEP_OF[event] ?? event.slice('service.'.length);
}

const STEP_OF: Readonly<Record<string, string>> = {
  'service.degrade': 'fallback',
  'service.exited': 'end',
};

/** Whether it has failed for good in this turn, as is told: where it stops the supervisor it is stopped at once. */
export function isParked(turn: SeenTurn, id: string): boolean {
  return told(turn, 'child.failed').some((event) => childOf(event) === id);
}

/** What the turn tells this child, in order. */
export function toldTo({ effects }: SeenTurn, id: string): readonly string[] {
  return effects.flatMap((effect) =>
    effect.type === 'tell' && effect.id === id ? [effect.event] : [],
  );
}
