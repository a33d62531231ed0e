import { TICK, UNFAIR } from '../model/fairness.ts';
import type { Point } from '../model/point.ts';
import { BrokenStep, type System } from '../model/system.ts';
import type { Broken } from '../model/supervisor-model.ts';
import { Numbers } from './numbers.ts';
import { Points } from './points.ts';

/** Everything that the system may come to, and how. */
export interface Explored {
  readonly points: Points;
  /** By point, where its steps begin in `to` and `fairness`; one more at the end. */
  readonly from: Numbers;
  readonly to: Numbers;
  readonly fairness: Numbers;
  /** By point, a bit for each fairness class that has a step. */
  readonly enabled: Numbers;
  /** By point, from which it was found first, and by which step. */
  readonly foundFrom: Numbers;
  readonly foundBy: Numbers;
  /** Whether nothing is left to explore. */
  readonly isComplete: boolean;
  readonly broken: BrokenAt | undefined;
}

/** Where the search was broken off: a step from this point, or the point itself, breaks a property. */
export interface BrokenAt {
  readonly broken: Broken;
  readonly point: number;
  readonly code: number | undefined;
}

/** What must hold of a point from which nothing goes on by itself. */
export type AtRest = (point: Point) => Broken | undefined;

/** Breadth first, so that the way to a broken property is the shortest. */
export function explore(system: System, maxStates: number, atRest: AtRest): Explored {
  const search = new Search(system, atRest);
  search.run(maxStates);
  return search;
}

class Search implements Explored {
  readonly points: Points;
  readonly from = new Numbers(4);
  readonly to = new Numbers(4);
  readonly fairness = new Numbers(1);
  readonly enabled = new Numbers(4);
  readonly foundFrom = new Numbers(4);
  readonly foundBy = new Numbers(4);
  isComplete = false;
  broken: BrokenAt | undefined;
  readonly #system: System;
  readonly #atRest: AtRest;
  #current = 0;
  #enabled = 0;

  constructor(system: System, atRest: AtRest) {
    this.#system = system;
    this.#atRest = atRest;
    this.points = new Points(system.width);
    this.#find(system.begin(), -1, 0);
  }

  run(maxStates: number): void {
    const point = new Int32Array(this.#system.width);
    for (let next = 0; next < this.points.size; next += 1) {
      if (this.points.size > maxStates) return;
      point.set(this.points.at(next));
      this.#expand(next, point);
      // A step that breaks a property leads nowhere; a point that rests badly is one among others.
      if (this.broken?.code !== undefined) return;
    }
    this.from.push(this.to.size);
    this.isComplete = true;
  }

  #expand(number: number, point: Point): void {
    this.#current = number;
    this.#enabled = 0;
    this.from.push(this.to.size);
    try {
      this.#system.forEachStep(point, this.#visit);
    } catch (error) {
      if (!(error instanceof BrokenStep)) throw error;
      this.broken = { broken: error.broken, point: number, code: error.code };
      return;
    }
    this.enabled.push(this.#enabled);
    if (this.#enabled !== 0 || this.#system.hasEnded(point)) return;
    const broken = this.#atRest(point);
    if (broken !== undefined) this.broken ??= { broken, point: number, code: undefined };
  }

  readonly #visit = (fairness: number, code: number, next: Point): void => {
    if (fairness !== UNFAIR && fairness !== TICK) this.#enabled |= 1 << fairness;
    this.to.push(this.#find(next, this.#current, code));
    this.fairness.push(fairness);
  };

  #find(point: Point, from: number, code: number): number {
    const known = this.points.size;
    const number = this.points.add(point);
    if (number !== known) return number;
    this.foundFrom.push(from);
    this.foundBy.push(code);
    return number;
  }
}

/** The points on the way to this one, from the first. */
export function wayTo({ foundFrom }: Explored, point: number): readonly number[] {
  const way: number[] = [];
  for (let at = point; at !== -1; at = foundFrom.at(at)) way.push(at);
  return way.toReversed();
}
