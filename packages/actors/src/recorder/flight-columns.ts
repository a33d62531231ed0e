import type { SupervisionEvent, SupervisorInput, SupervisorInputOf } from '@kintsugi/core';
import { cell, column } from './column.ts';
import { FaultColumns } from './fault-columns.ts';
import type { OpenKeyframe } from './open-keyframe.ts';
import { DUE, FAULT, HEALTH, LOST, type RowKind, STARTED, STOPPED } from './row-kind.ts';

/** A row as it is read back: what came to a supervisor, or what happened beside. */
export type Row =
  | { readonly keyframe: OpenKeyframe; readonly input: SupervisorInput }
  | { readonly keyframe?: undefined; readonly event: SupervisionEvent };

/** Numbers of a row, side by side: when; chance; the epoch or, of a fault, where the rest of it stands. */
const NUMBERS = 3;

/**
 * Inputs and events by row. What comes with every crash stands in columns: an object that is kept until its
 * row is written again is copied twice by the garbage collector, and rows that are objects lie all over the
 * memory; either costs more than all the rest of recording. For the same reason there are few columns.
 */
export class FlightColumns {
  /** Of an input. */
  readonly #keyframe: (OpenKeyframe | undefined)[];
  readonly #kind: RowKind[];
  /** Id of a child, or path of what an event is about; or the row as it is, then it is of no kind. */
  readonly #what: (string | SupervisorInput | SupervisionEvent)[];
  readonly #numbers: Float64Array;
  readonly #faults: FaultColumns;

  constructor(rows: number) {
    this.#keyframe = column<OpenKeyframe | undefined>(rows, undefined);
    this.#kind = column(rows, STARTED);
    this.#what = column<string | SupervisorInput | SupervisionEvent>(rows, '');
    this.#numbers = new Float64Array(NUMBERS * rows);
    this.#faults = new FaultColumns(rows);
  }

  hold(at: number, row: Row): void {
    if (row.keyframe === undefined) this.holdEvent(at, row.event);
    else this.holdInput(at, row.keyframe, row.input);
  }

  holdInput(row: number, keyframe: OpenKeyframe, input: SupervisorInput): void {
    this.#keyframe[row] = keyframe;
    if (input.type === 'report.started')
      this.#hold(row, STARTED, input.id, input.at, input.random, input.epoch);
    else if (input.type === 'report.stopped' && !input.error)
      this.#hold(row, STOPPED, input.id, input.at, input.random, input.epoch);
    else if (input.type === 'report.fault' && isUsual(input))
      this.#hold(row, FAULT, input.id, input.at, input.random, this.#faults.hold(input));
    else if (input.type === 'agenda.due')
      this.#hold(row, DUE[input.kind], input.id, input.at, input.random, 0);
    else this.#what[row] = input;
  }

  holdEvent(row: number, event: SupervisionEvent): void {
    this.#keyframe[row] = undefined;
    if (event.type === 'health.changed')
      this.#hold(row, HEALTH[event.was][event.health], event.path, event.at, 0, 0);
    else if (event.type === 'message.undeliverable')
      this.#hold(row, LOST[event.kind][event.reason], event.path, event.at, 0, 0);
    else this.#what[row] = event;
  }

  rowAt(row: number): Row {
    const keyframe = this.#keyframe[row];
    const what = cell(this.#what, row);
    if (keyframe === undefined) return { event: isEvent(what) ? what : this.#eventAt(row) };
    const isWhole = typeof what !== 'string' && !isEvent(what);
    return { keyframe, input: isWhole ? what : this.#inputAt(row) };
  }

  #hold(
    row: number,
    kind: RowKind,
    what: string,
    at: number,
    random: number,
    number: number,
  ): void {
    this.#kind[row] = kind;
    this.#what[row] = what;
    const first = NUMBERS * row;
    this.#numbers[first] = at;
    this.#numbers[first + 1] = random;
    this.#numbers[first + 2] = number;
  }

  #eventAt(row: number): SupervisionEvent {
    const { kind, what: path, at } = this.#briefAt(row);
    if (kind.type === 'health.changed')
      return { type: kind.type, at, path, was: kind.was, health: kind.health };
    if (kind.type === 'message.undeliverable')
      return { type: kind.type, at, path, kind: kind.kind, reason: kind.reason };
    throw new Error(`row ${row} holds no event`);
  }

  #inputAt(row: number): SupervisorInput {
    const { kind, what: id, at, random, number } = this.#briefAt(row);
    switch (kind.type) {
      case 'agenda.due':
        return { ...kind, at, random, id };
      case 'report.fault':
        return { type: kind.type, at, random, id, ...this.#faults.at(number) };
      case 'report.started':
      case 'report.stopped':
        return { type: kind.type, at, random, id, epoch: number };
      case 'health.changed':
      case 'message.undeliverable':
        throw new Error(`row ${row} holds no input`);
    }
  }

  #briefAt(row: number) {
    const [kind, what] = [cell(this.#kind, row), cell(this.#what, row)];
    const first = NUMBERS * row;
    const at = cell(this.#numbers, first);
    const random = cell(this.#numbers, first + 1);
    const number = cell(this.#numbers, first + 2);
    if (typeof what !== 'string') throw new Error(`row ${row} is held as it is`);
    return { kind, what, at, random, number };
  }
}

/** An input brings a number of chance, an event never does. */
function isEvent(what: string | SupervisorInput | SupervisionEvent): what is SupervisionEvent {
  return typeof what !== 'string' && !('random' in what);
}

/** Whether it says nothing that only few say. */
function isUsual({ more, fault }: SupervisorInputOf<'report.fault'>): boolean {
  return more === undefined && fault.retryAfterMs === undefined;
}
