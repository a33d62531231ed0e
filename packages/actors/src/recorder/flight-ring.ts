import type { SupervisionEvent, SupervisorInput } from '@kintsugi/core';
import { FlightColumns, type Row } from './flight-columns.ts';
import type { OpenKeyframe } from './open-keyframe.ts';

/** The last so many rows, numbered as they come. */
export class FlightRing {
  readonly #size: number;
  readonly #columns: FlightColumns;
  /** Number of the first row that was ever written here. */
  readonly #first: number;
  #written: number;
  /** Where the next row goes. */
  #next = 0;

  /** @param first - the number of its first row */
  constructor(size: number, first = 0) {
    this.#size = size;
    this.#columns = new FlightColumns(size);
    this.#first = first;
    this.#written = first;
  }

  /** Number of the next row. */
  get written(): number {
    return this.#written;
  }

  /** Number of the oldest row that is there. */
  get oldest(): number {
    return Math.max(this.#first, this.#written - this.#size);
  }

  holdInput(keyframe: OpenKeyframe, input: SupervisorInput): void {
    this.#columns.holdInput(this.#row(), keyframe, input);
  }

  holdEvent(event: SupervisionEvent): void {
    this.#columns.holdEvent(this.#row(), event);
  }

  #row(): number {
    const row = this.#next;
    this.#next = row + 1 === this.#size ? 0 : row + 1;
    this.#written += 1;
    return row;
  }

  /** Oldest first. */
  get rows(): readonly Row[] {
    const length = this.#written - this.oldest;
    const first = this.#next - length + this.#size;
    return Array.from({ length }, (_, place) => this.#columns.rowAt((first + place) % this.#size));
  }

  /** A larger one with the same rows. */
  grown(size: number): FlightRing {
    const ring = new FlightRing(size, this.oldest);
    for (const row of this.rows)
      if (row.keyframe === undefined) ring.holdEvent(row.event);
      else ring.holdInput(row.keyframe, row.input);
    return ring;
  }
}
