import type { JudgedFault, SupervisorInputOf } from '@kintsugi/core';
import { cell, column } from './column.ts';

type FaultInput = SupervisorInputOf<'report.fault'>;

/** What a fault has more than other inputs, of the last so many: they stand side by side, not among the others. */
export class FaultColumns {
  readonly #size: number;
  #next = 0;
  readonly #epoch: Float64Array;
  readonly #id: string[];
  readonly #origin: JudgedFault['origin'][];
  readonly #severity: JudgedFault['severity'][];
  readonly #rule: string[];
  readonly #error: JudgedFault['error'][];
  /** Operations that have settled, and those that had failed at first; NaN where none were counted. */
  readonly #settled: Float64Array;
  readonly #failed: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#epoch = new Float64Array(size);
    this.#id = column(size, '');
    this.#origin = column<JudgedFault['origin']>(size, 'operation');
    this.#severity = column<JudgedFault['severity']>(size, 'TRANSIENT');
    this.#rule = column(size, '');
    this.#error = column<JudgedFault['error']>(size, { name: '', message: '' });
    this.#settled = new Float64Array(size);
    this.#failed = new Float64Array(size);
  }

  /** Answers where it stands. */
  hold({ epoch, fault, operations }: FaultInput): number {
    const row = this.#next;
    this.#next = row + 1 === this.#size ? 0 : row + 1;
    this.#epoch[row] = epoch;
    this.#id[row] = fault.id;
    this.#origin[row] = fault.origin;
    this.#severity[row] = fault.severity;
    this.#rule[row] = fault.rule;
    this.#error[row] = fault.error;
    this.#settled[row] = operations === undefined ? Number.NaN : operations.settled;
    this.#failed[row] = operations === undefined ? Number.NaN : operations.failed;
    return row;
  }

  at(row: number): Pick<FaultInput, 'epoch' | 'fault' | 'operations'> {
    const epoch = cell(this.#epoch, row);
    const fault = {
      id: cell(this.#id, row),
      origin: cell(this.#origin, row),
      severity: cell(this.#severity, row),
      rule: cell(this.#rule, row),
      error: cell(this.#error, row),
    };
    const operations = { settled: cell(this.#settled, row), failed: cell(this.#failed, row) };
    return Number.isNaN(operations.settled) ? { epoch, fault } : { epoch, fault, operations };
  }
}
