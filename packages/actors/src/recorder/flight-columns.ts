import type { SupervisionEvent, SupervisorInput, SupervisorInputOf } from '@kintsugi/core';
import { cell, column } from './column.ts';
import { FaultColumns } from './fault-columns.ts';
import type { OpenKeyframe } from './open-keyframe.ts';
import { DUE, EVENT, FAULT, HEALTH, INPUT, type RowKind, STARTED, STOPPED } from './row-kind.ts';

type OfChild = Pick<SupervisorInputOf<'agenda.due'>, 'id' | 'at' | 'random'>;

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
  readonly #kind: RowKind[];
  /** Of an input. */
  readonly #keyframe: (OpenKeyframe | undefined)[];
  /** Id of a child; path of what has another health. */
  readonly #whom: string[];
  readonly #at: Float64Array;
  readonly #random: Float64Array;
  /** The epoch; of a fault, where the rest of it stands. */
  readonly #number: Float64Array;
  readonly #faults: FaultColumns;
  readonly #input: (SupervisorInput | undefined)[];
  readonly #event: (SupervisionEvent | undefined)[];

  constructor(rows: number) {
    this.#kind = column(rows, EVENT);
    this.#keyframe = column<OpenKeyframe | undefined>(rows, undefined);
    this.#whom = column(rows, '');
    this.#at = new Float64Array(rows);
    this.#random = new Float64Array(rows);
    this.#number = new Float64Array(rows);
    this.#faults = new FaultColumns(rows);
    this.#input = column<SupervisorInput | undefined>(rows, undefined);
    this.#event = column<SupervisionEvent | undefined>(rows, undefined);
  }

  hold(at: number, row: Row): void {
    if (row.keyframe === undefined) this.holdEvent(at, row.event);
    else this.holdInput(at, row.keyframe, row.input);
  }

  holdInput(row: number, keyframe: OpenKeyframe, input: SupervisorInput): void {
    this.#keyframe[row] = keyframe;
    if (input.type === 'report.started') this.#hold(row, STARTED, input, input.epoch);
    else if (input.type === 'report.stopped' && !input.error)
      this.#hold(row, STOPPED, input, input.epoch);
    else if (input.type === 'report.fault' && isUsual(input))
      this.#hold(row, FAULT, input, this.#faults.hold(input));
    else if (input.type === 'agenda.due') this.#hold(row, DUE[input.kind], input, 0);
    else {
      this.#kind[row] = INPUT;
      this.#input[row] = input;
    }
  }

  holdEvent(row: number, event: SupervisionEvent): void {
    this.#keyframe[row] = undefined;
    if (event.type === 'health.changed') {
      this.#kind[row] = HEALTH[event.was][event.health];
      this.#whom[row] = event.path;
      this.#at[row] = event.at;
    } else {
      this.#kind[row] = EVENT;
      this.#event[row] = event;
    }
  }

  rowAt(row: number): Row {
    const keyframe = this.#keyframe[row];
    return keyframe === undefined
      ? { event: this.#eventAt(row) }
      : { keyframe, input: this.#inputAt(row) };
  }

  #hold(row: number, kind: RowKind, { id, at, random }: OfChild, number: number): void {
    this.#kind[row] = kind;
    this.#whom[row] = id;
    this.#at[row] = at;
    this.#random[row] = random;
    this.#number[row] = number;
  }

  #eventAt(row: number): SupervisionEvent {
    const kind = cell(this.#kind, row);
    if (kind.type !== 'health.changed') return cell(this.#event, row);
    const { type, was, health } = kind;
    return { type, at: cell(this.#at, row), path: cell(this.#whom, row), was, health };
  }

  #inputAt(row: number): SupervisorInput {
    const kind = cell(this.#kind, row);
    const [at, random, id] = [cell(this.#at, row), cell(this.#random, row), cell(this.#whom, row)];
    const number = cell(this.#number, row);
    switch (kind.type) {
      case 'agenda.due':
        return { ...kind, at, random, id };
      case 'report.fault':
        return { type: kind.type, at, random, id, ...this.#faults.at(number) };
      case 'report.started':
      case 'report.stopped':
        return { type: kind.type, at, random, id, epoch: number };
      case 'input':
      case 'event':
      case 'health.changed':
        return cell(this.#input, row);
    }
  }
}

/** Whether it says nothing that only few say. */
function isUsual({ more, fault }: SupervisorInputOf<'report.fault'>): boolean {
  return more === undefined && fault.retryAfterMs === undefined;
}
