import type { JudgedFault, SupervisorInputOf } from '@kintsugi/core';
import { faultId, faultNumber } from '../tree/fault-id.ts';
import { cell, column } from './column.ts';

type FaultInput = SupervisorInputOf<'report.fault'>;

/** What a fault has more than other inputs, of the last so many: they stand side by side, not among the others. */
export class FaultColumns {
  readonly #size: number;
  #next = 0;
  readonly #epoch: Float64Array;
  readonly #number: Float64Array;
  readonly #origin: JudgedFault['origin'][];
  readonly #severity: JudgedFault['severity'][];
  readonly #rule: string[];
  readonly #name: string[];
  readonly #message: string[];
  /** Of those that say more than a name and a message. */
  readonly #error: (JudgedFault['error'] | undefined)[];
  /** Operations that have settled, and those that had failed at first; NaN where none were counted. */
  readonly #settled: Float64Array;
  readonly #failed: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#epoch = new Float64Array(size);
    this.#number = new Float64Array(size);
    this.#origin = column<JudgedFault['origin']>(size, 'operation');
    this.#severity = column<JudgedFault['severity']>(size, 'TRANSIENT');
    this.#rule = column(size, '');
    this.#name = column(size, '');
    this.#message = column(size, '');
    this.#error = column<JudgedFault['error'] | undefined>(size, undefined);
    this.#settled = new Float64Array(size);
    this.#failed = new Float64Array(size);
  }

  /** Answers where it stands. */
  hold({ epoch, fault, operations }: FaultInput): number {
    const row = this.#next;
    this.#next = row + 1 === this.#size ? 0 : row + 1;
    this.#epoch[row] = epoch;
    this.#number[row] = faultNumber(fault.id);
    this.#origin[row] = fault.origin;
    this.#severity[row] = fault.severity;
    this.#rule[row] = fault.rule;
    this.#name[row] = fault.error.name;
    this.#message[row] = fault.error.message;
    this.#error[row] = isShort(fault.error) ? undefined : fault.error;
    this.#settled[row] = operations === undefined ? Number.NaN : operations.settled;
    this.#failed[row] = operations === undefined ? Number.NaN : operations.failed;
    return row;
  }

  at(row: number): Pick<FaultInput, 'epoch' | 'fault' | 'operations'> {
    const epoch = cell(this.#epoch, row);
    const fault = {
      id: faultId(cell(this.#number, row)),
      origin: cell(this.#origin, row),
      severity: cell(this.#severity, row),
      rule: cell(this.#rule, row),
      error: this.#error[row] ?? {
        name: cell(this.#name, row),
        message: cell(this.#message, row),
      },
    };
    const operations = { settled: cell(this.#settled, row), failed: cell(this.#failed, row) };
    return Number.isNaN(operations.settled) ? { epoch, fault } : { epoch, fault, operations };
  }
}

/** Whether a name and a message is all that it says. */
function isShort({ code, stack, severity, cause, errors }: JudgedFault['error']): boolean {
  return (code ?? stack ?? severity ?? cause ?? errors) === undefined;
}
