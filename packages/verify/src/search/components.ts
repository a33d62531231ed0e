import type { Explored } from './explore.ts';

/**
 * The strongly connected components among these points: sets in which each can be reached from each.
 * Tarjan's algorithm, without recursion, because there may be millions of points.
 *
 * @yields the points of one component
 * @see https://doi.org/10.1137/0201010
 */
export function* components(
  explored: Steps,
  isInside: (point: number) => boolean,
  isFollowed: (step: number) => boolean,
): Generator<readonly number[]> {
  const walk = new Walk(explored, isInside, isFollowed);
  for (let found = walk.next(); found !== undefined; found = walk.next()) yield found;
}

type Steps = Pick<Explored, 'points' | 'from' | 'to'>;

const UNKNOWN = -1;

/** A walk along all steps, depth first; Tarjan's names for what it books of each point. */
class Walk {
  readonly #steps: Steps;
  readonly #isInside: (point: number) => boolean;
  readonly #isFollowed: (step: number) => boolean;
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  /** The step of each point that is to be followed next. */
  readonly #next: Int32Array;
  readonly #isOpen: Uint8Array;
  /** Points whose component is not complete. */
  readonly #open: number[] = [];
  /** From where the walk began to where it stands. */
  readonly #path: number[] = [];
  #known = 0;
  #root = 0;

  constructor(
    steps: Steps,
    isInside: (point: number) => boolean,
    isFollowed: (step: number) => boolean,
  ) {
    const { size } = steps.points;
    this.#steps = steps;
    this.#isInside = isInside;
    this.#isFollowed = isFollowed;
    this.#index = new Int32Array(size).fill(UNKNOWN);
    this.#low = new Int32Array(size);
    this.#next = new Int32Array(size);
    this.#isOpen = new Uint8Array(size);
  }

  /** The points of the component that is complete next; undefined when there is no other. */
  next(): readonly number[] | undefined {
    for (let point = this.#top(); point !== undefined; point = this.#top()) {
      const complete = this.#followOne(point);
      if (complete !== undefined) return complete;
    }
    return undefined;
  }

  /** Where it stands; at the end of its path it begins anew. */
  #top(): number | undefined {
    return this.#path.at(-1) ?? this.#beginAnew();
  }

  #beginAnew(): number | undefined {
    const { size } = this.#steps.points;
    while (this.#root < size && (this.#isKnown(this.#root) || !this.#isInside(this.#root)))
      this.#root += 1;
    if (this.#root === size) return undefined;
    this.#enter(this.#root);
    return this.#root;
  }

  #isKnown(point: number): boolean {
    return this.#index[point] !== UNKNOWN;
  }

  #enter(point: number): void {
    this.#index[point] = this.#known;
    this.#low[point] = this.#known;
    this.#known += 1;
    this.#isOpen[point] = 1;
    this.#next[point] = this.#steps.from.at(point);
    this.#open.push(point);
    this.#path.push(point);
  }

  /** Its next step; when all have been followed, it is left. */
  #followOne(point: number): readonly number[] | undefined {
    const { from, to } = this.#steps;
    const step = this.#next[point] ?? 0;
    if (step >= from.at(point + 1)) return this.#leave(point);
    this.#next[point] = step + 1;
    const target = to.at(step);
    if (this.#isInside(target) && this.#isFollowed(step)) this.#meet(point, target);
    return undefined;
  }

  #meet(point: number, target: number): void {
    if (!this.#isKnown(target)) this.#enter(target);
    else if (this.#isOpen[target] === 1) this.#lower(point, this.#index[target] ?? 0);
  }

  #lower(point: number, low: number): void {
    this.#low[point] = Math.min(this.#low[point] ?? 0, low);
  }

  /** It completes its component if it was the first of one. */
  #leave(point: number): readonly number[] | undefined {
    this.#path.pop();
    const before = this.#path.at(-1);
    if (before !== undefined) this.#lower(before, this.#low[point] ?? 0);
    if (this.#low[point] !== this.#index[point]) return undefined;
    const members = this.#open.splice(this.#open.lastIndexOf(point));
    for (const member of members) this.#isOpen[member] = 0;
    return members;
  }
}
