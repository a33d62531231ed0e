import type {
  HealthStatus,
  JudgedFault,
  SupervisionEvent,
  SupervisorInput,
  SupervisorInputOf,
  TimerKind,
} from '@kintsugi/core';
import type { OpenKeyframe } from './open-keyframe.ts';

type FaultInput = SupervisorInputOf<'report.fault'>;
type Report = SupervisorInputOf<'report.started' | 'report.stopped'> | FaultInput;

/** What stands in the columns; `input` and `event` when it stands in none. */
type What = Report['type'] | 'agenda.due' | 'health.changed' | 'input' | 'event';

/** A row as it is read back: what came to a supervisor, or what happened beside. */
export type Row =
  | { readonly keyframe: OpenKeyframe; readonly input: SupervisorInput }
  | { readonly keyframe?: undefined; readonly event: SupervisionEvent };

/**
 * Inputs and events by row. What comes with every crash stands in columns: an object that is kept until its
 * row is written again is copied twice by the garbage collector, and rows that are objects lie all over the
 * memory; either costs more than all the rest of recording.
 */
export class FlightColumns {
  readonly #what: What[];
  /** Of an input. */
  readonly #keyframe: (OpenKeyframe | undefined)[];
  /** Id of a child; path of what has another health. */
  readonly #whom: string[];
  readonly #at: Float64Array;
  readonly #random: Float64Array;
  readonly #epoch: Float64Array;
  readonly #fault: string[];
  readonly #origin: JudgedFault['origin'][];
  readonly #severity: JudgedFault['severity'][];
  readonly #rule: string[];
  readonly #error: (JudgedFault['error'] | undefined)[];
  /** Operations that have settled, and those that had failed at first; none were counted where it is NaN. */
  readonly #settled: Float64Array;
  readonly #failed: Float64Array;
  readonly #kind: TimerKind[];
  readonly #was: HealthStatus[];
  readonly #health: HealthStatus[];
  readonly #input: (SupervisorInput | undefined)[];
  readonly #event: (SupervisionEvent | undefined)[];

  constructor(rows: number) {
    this.#what = column<What>(rows, 'event');
    this.#keyframe = column<OpenKeyframe | undefined>(rows, undefined);
    this.#whom = column(rows, '');
    this.#at = new Float64Array(rows);
    this.#random = new Float64Array(rows);
    this.#epoch = new Float64Array(rows);
    this.#fault = column(rows, '');
    this.#origin = column<JudgedFault['origin']>(rows, 'operation');
    this.#severity = column<JudgedFault['severity']>(rows, 'TRANSIENT');
    this.#rule = column(rows, '');
    this.#error = column<JudgedFault['error'] | undefined>(rows, undefined);
    this.#settled = new Float64Array(rows);
    this.#failed = new Float64Array(rows);
    this.#kind = column<TimerKind>(rows, 'retry');
    this.#was = column<HealthStatus>(rows, 'healthy');
    this.#health = column<HealthStatus>(rows, 'healthy');
    this.#input = column<SupervisorInput | undefined>(rows, undefined);
    this.#event = column<SupervisionEvent | undefined>(rows, undefined);
  }

  holdInput(row: number, keyframe: OpenKeyframe, input: SupervisorInput): void {
    this.#keyframe[row] = keyframe;
    if (input.type === 'report.started') this.#holdReport(row, input);
    else if (input.type === 'report.stopped' && !input.error) this.#holdReport(row, input);
    else if (input.type === 'report.fault' && isUsual(input)) this.#holdFault(row, input);
    else if (input.type === 'agenda.due') this.#holdDue(row, input);
    else {
      this.#what[row] = 'input';
      this.#input[row] = input;
    }
  }

  holdEvent(row: number, event: SupervisionEvent): void {
    this.#keyframe[row] = undefined;
    if (event.type !== 'health.changed') {
      this.#what[row] = 'event';
      this.#event[row] = event;
      return;
    }
    this.#what[row] = event.type;
    this.#whom[row] = event.path;
    this.#at[row] = event.at;
    this.#was[row] = event.was;
    this.#health[row] = event.health;
  }

  rowAt(row: number): Row {
    const keyframe = this.#keyframe[row];
    if (keyframe !== undefined) return { keyframe, input: this.#inputAt(row) };
    if (this.#what[row] === 'event') return { event: cell(this.#event, row) };
    const [at, path] = [cell(this.#at, row), cell(this.#whom, row)];
    const change = { was: cell(this.#was, row), health: cell(this.#health, row) };
    return { event: { type: 'health.changed', at, path, ...change } };
  }

  #inputAt(row: number): SupervisorInput {
    const type = cell(this.#what, row);
    if (type === 'input' || type === 'event' || type === 'health.changed')
      return cell(this.#input, row);
    const [at, random, id] = [cell(this.#at, row), cell(this.#random, row), cell(this.#whom, row)];
    if (type === 'agenda.due') return { type, at, random, id, kind: cell(this.#kind, row) };
    const epoch = cell(this.#epoch, row);
    return type === 'report.fault'
      ? { type, at, random, id, epoch, ...this.#faultAt(row) }
      : { type, at, random, id, epoch };
  }

  #holdReport(row: number, { type, id, at, random, epoch }: Report): void {
    this.#what[row] = type;
    this.#whom[row] = id;
    this.#at[row] = at;
    this.#random[row] = random;
    this.#epoch[row] = epoch;
  }

  #holdFault(row: number, input: FaultInput): void {
    this.#holdReport(row, input);
    const { fault, operations } = input;
    this.#fault[row] = fault.id;
    this.#origin[row] = fault.origin;
    this.#severity[row] = fault.severity;
    this.#rule[row] = fault.rule;
    this.#error[row] = fault.error;
    this.#settled[row] = operations === undefined ? Number.NaN : operations.settled;
    this.#failed[row] = operations === undefined ? Number.NaN : operations.failed;
  }

  #faultAt(row: number): Pick<FaultInput, 'fault' | 'operations'> {
    const fault = {
      id: cell(this.#fault, row),
      origin: cell(this.#origin, row),
      severity: cell(this.#severity, row),
      rule: cell(this.#rule, row),
      error: cell(this.#error, row),
    };
    const operations = { settled: cell(this.#settled, row), failed: cell(this.#failed, row) };
    return Number.isNaN(operations.settled) ? { fault } : { fault, operations };
  }

  #holdDue(row: number, { type, id, at, random, kind }: SupervisorInputOf<'agenda.due'>): void {
    this.#what[row] = type;
    this.#whom[row] = id;
    this.#at[row] = at;
    this.#random[row] = random;
    this.#kind[row] = kind;
  }
}

/** Whether it says nothing that only few say. */
function isUsual({ more, fault }: FaultInput): boolean {
  return more === undefined && fault.retryAfterMs === undefined;
}

function cell<Value>(values: ArrayLike<Value | undefined>, row: number): Value {
  const value = values[row];
  if (value === undefined) throw new Error(`row ${row} is empty`);
  return value;
}

function column<Value>(size: number, value: Value): Value[] {
  return Array.from({ length: size }, () => value);
}
