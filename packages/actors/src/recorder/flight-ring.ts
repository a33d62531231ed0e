import type { SupervisionEvent, SupervisorInput } from '@kintsugi/core';
import { FlightColumns, type Row } from './flight-columns.ts';
import type { OpenKeyframe } from './open-keyframe.ts';

const ROWS_AT_FIRST = 1_024;

/** The last so many rows, numbered as they come. It grows with use: a quiet tree needs few. */
export class FlightRing {
  #most: number;
  #size: number;
  #columns: FlightColumns;
  /** Rows written so far, and those that are there. */
  #written = 0;
  #length = 0;
  /** Where the next row goes. */
  #next = 0;

  /** @param most - rows that it may have */
  constructor(most: number) {
    this.#most = most;
    this.#size = Math.min(most, ROWS_AT_FIRST);
    this.#columns = new FlightColumns(this.#size);
  }

  /** Number of the next row. */
  get written(): number {
    return this.#written;
  }

  /** Number of the oldest row that is there. */
  get oldest(): number {
    return this.#written - this.#length;
  }

  /** Oldest first. */
  get rows(): readonly Row[] {
    const first = this.#length < this.#size ? 0 : this.#next;
    return Array.from({ length: this.#length }, (_, place) =>
      this.#columns.rowAt((first + place) % this.#size),
    );
  }

  holdInput(keyframe: OpenKeyframe, input: SupervisorInput): void {
    // Not in the call below: they are other columns afterwards when there is no room.
    const row = this.#row();
    this.#columns.holdInput(row, keyframe, input);
  }

  holdEvent(event: SupervisionEvent): void {
    const row = this.#row();
    this.#columns.holdEvent(row, event);
  }

  /** It may have so many rows from now on. */
  growTo(most: number): void {
    this.#most = most;
  }

  #row(): number {
    if (this.#next === this.#size) this.#comeRound();
    const row = this.#next;
    this.#next = row + 1;
    this.#written += 1;
    if (this.#length < this.#size) this.#length += 1;
    return row;
  }

  #comeRound(): void {
    if (this.#size < this.#most) this.#enlarge(Math.min(this.#most, 2 * this.#size));
    else this.#next = 0;
  }

  #enlarge(size: number): void {
    const { rows } = this;
    this.#size = size;
    this.#columns = new FlightColumns(size);
    for (const [at, row] of rows.entries()) this.#columns.hold(at, row);
    this.#next = rows.length;
  }
}
