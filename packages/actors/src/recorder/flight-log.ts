import {
  cloneState,
  type SupervisionEvent,
  type SupervisorInput,
  type SupervisorSpec,
  type SupervisorState,
} from '@kintsugi/core';
import { FlightRing } from './flight-ring.ts';
import type { Row } from './flight-columns.ts';
import type { OpenKeyframe } from './open-keyframe.ts';

/** Rows between two keyframes of a supervisor, and rows of the ring: in capacities. */
const BETWEEN = 3;
const RING = 1 + BETWEEN;

/**
 * What came to a tree's supervisors, in a ring, and keyframes from which it can be replayed. A keyframe is
 * a copy of a supervisor's whole state, made when the last one is three quarters of the ring old: the last
 * quarter can be replayed in any case, most of the time more. There are never less rows between two
 * keyframes than children in the tree: an input costs the copy of one child at most.
 */
export class FlightLog {
  /** Rows that can be replayed in any case. */
  #capacity: number;
  readonly #ring: FlightRing;
  /** The last keyframe of each supervisor, by path. */
  readonly #current = new Map<string, OpenKeyframe>();
  /** All that are kept, oldest first. */
  readonly #keyframes: OpenKeyframe[] = [];
  /** Children in the tree, by the last keyframes. */
  #children = 0;
  /** Copies of children, in all keyframes. */
  #copies = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#ring = new FlightRing(RING * capacity);
  }

  /** Something has come to a supervisor, which has not decided about it yet. */
  input(state: SupervisorState, spec: SupervisorSpec, input: SupervisorInput): void {
    const known = this.#current.get(spec.path);
    const isGood =
      known !== undefined &&
      known.live === state &&
      known.spec === spec &&
      this.#ring.written - known.since < BETWEEN * this.#capacity;
    const keyframe = isGood ? known : this.#open(state, spec);
    this.#ring.holdInput(keyframe, input);
  }

  /** Something has happened that no supervisor has decided. */
  event(event: SupervisionEvent): void {
    this.#ring.holdEvent(event);
  }

  /** What can be replayed, and what happened beside; oldest first. */
  get rows(): readonly Row[] {
    const { oldest, rows } = this.#ring;
    return rows.filter(
      ({ keyframe }) =>
        keyframe === undefined || (keyframe.state !== undefined && keyframe.since >= oldest),
    );
  }

  #open(live: SupervisorState, spec: SupervisorSpec): OpenKeyframe {
    const { path } = spec;
    const { written: since } = this.#ring;
    const children = live.children.size;
    const keyframe = { path, spec, state: cloneState(live), live, children, since };
    this.#children += children - (this.#current.get(path)?.children ?? 0);
    this.#copies += children;
    this.#current.set(path, keyframe);
    this.#keyframes.push(keyframe);
    if (this.#children > BETWEEN * this.#capacity) this.#grow();
    this.#dropOld();
    return keyframe;
  }

  #grow(): void {
    this.#capacity = this.#children;
    this.#ring.growTo(RING * this.#capacity);
  }

  /** Those whose first rows are gone; and there may be many, of one that is described anew all the time. */
  #dropOld(): void {
    const { oldest } = this.#ring;
    const most = RING * (this.#capacity + this.#children);
    for (let head = this.#keyframes[0]; head !== undefined; head = this.#keyframes[0]) {
      const isNeeded = head.since >= oldest && this.#copies <= most;
      if (isNeeded || this.#keyframes.length === 1) return;
      this.#keyframes.shift();
      this.#forget(head);
    }
  }

  #forget(keyframe: OpenKeyframe): void {
    // Rows that follow from it still know it.
    keyframe.state = undefined;
    this.#copies -= keyframe.children;
    if (this.#current.get(keyframe.path) !== keyframe) return;
    this.#current.delete(keyframe.path);
    this.#children -= keyframe.children;
  }
}
