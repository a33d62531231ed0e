import type { Explored } from './explore.ts';

/**
 * The strongly connected components among these points: sets in which each can be reached from each.
 * Tarjan's algorithm, without recursion, because there may be millions of points.
 *
 * @yields the points of one component
 * @see https://doi.org/10.1137/0201010
 */
export function* components(
  { points, from, to }: Pick<Explored, 'points' | 'from' | 'to'>,
  isInside: (point: number) => boolean,
  isFollowed: (step: number) => boolean,
): Generator<readonly number[]> {
  const walk = new Walk(points.size, from.at.bind(from));
  for (let root = 0; root < points.size; root += 1) {
    if (!isInside(root) || walk.isKnown(root)) continue;
    walk.enter(root);
    for (let point = walk.top; point !== undefined; point = walk.top) {
      const step = walk.nextStep(point);
      if (step < from.at(point + 1)) {
        const target = to.at(step);
        if (isInside(target) && isFollowed(step)) walk.meet(point, target);
      } else yield* walk.leave(point);
    }
  }
}

const UNKNOWN = -1;

class Walk {
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  readonly #next: Int32Array;
  readonly #isOpen: Uint8Array;
  readonly #open: number[] = [];
  readonly #path: number[] = [];
  readonly #firstStep: (point: number) => number;
  #count = 0;

  constructor(size: number, firstStep: (point: number) => number) {
    this.#index = new Int32Array(size).fill(UNKNOWN);
    this.#low = new Int32Array(size);
    this.#next = new Int32Array(size);
    this.#isOpen = new Uint8Array(size);
    this.#firstStep = firstStep;
  }

  get top(): number | undefined {
    return this.#path.at(-1);
  }

  isKnown(point: number): boolean {
    return this.#index[point] !== UNKNOWN;
  }

  enter(point: number): void {
    this.#index[point] = this.#count;
    this.#low[point] = this.#count;
    this.#count += 1;
    this.#isOpen[point] = 1;
    this.#next[point] = this.#firstStep(point);
    this.#open.push(point);
    this.#path.push(point);
  }

  nextStep(point: number): number {
    const step = this.#next[point] ?? 0;
    this.#next[point] = step + 1;
    return step;
  }

  meet(point: number, target: number): void {
    if (!this.isKnown(target)) this.enter(target);
    else if (this.#isOpen[target] === 1) this.#lower(point, this.#index[target] ?? 0);
  }

  #lower(point: number, low: number): void {
    this.#low[point] = Math.min(this.#low[point] ?? 0, low);
  }

  /** All its steps have been followed: it closes its component, if it was the first of one. */
  *leave(point: number): Generator<readonly number[]> {
    this.#path.pop();
    const { top } = this;
    if (top !== undefined) this.#lower(top, this.#low[point] ?? 0);
    if (this.#low[point] !== this.#index[point]) return;
    const members = this.#open.splice(this.#open.lastIndexOf(point));
    for (const member of members) this.#isOpen[member] = 0;
    yield members;
  }
}
