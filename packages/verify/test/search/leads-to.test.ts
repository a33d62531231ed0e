import { describe, expect, it } from 'vitest';
import { fairClasses, HEARS, TICK, timerOf, UNFAIR, workOf } from '../../src/model/fairness.ts';
import type { Explored } from '../../src/search/explore.ts';
import { endlessDebt } from '../../src/search/leads-to.ts';
import { Numbers } from '../../src/search/numbers.ts';
import { Points } from '../../src/search/points.ts';

type Step = readonly [from: number, to: number, fairness: number];

class Graph implements Explored {
  readonly points = new Points(1);
  readonly from = new Numbers(4);
  readonly to = new Numbers(4);
  readonly fairness = new Numbers(1);
  readonly enabled = new Numbers(4);
  readonly foundFrom = new Numbers(4);
  readonly foundBy = new Numbers(4);
  readonly isComplete = true;
  readonly broken = undefined;

  /** Points from 0 on, each found from the one before. */
  constructor(size: number, steps: readonly Step[]) {
    for (let point = 0; point < size; point += 1)
      this.#add(
        point,
        steps.filter(([from]) => from === point),
      );
    this.from.push(this.to.size);
  }

  #add(point: number, steps: readonly Step[]): void {
    this.points.add(Int32Array.of(point));
    this.from.push(this.to.size);
    this.foundFrom.push(point - 1);
    this.foundBy.push(0);
    const owed = steps.map(([, , of]) => (of === UNFAIR || of === TICK ? 0 : 1 << of));
    this.enabled.push(owed.reduce((all, one) => all | one, 0));
    for (const [, to, fairness] of steps) {
      this.to.push(to);
      this.fairness.push(fairness);
    }
  }
}

const FAIR = fairClasses(2);
const WORK_A = workOf(0);
const WORK_B = workOf(1);

/** Owed from point 1 on, paid at the last. */
function endless(size: number, steps: readonly Step[], isTimed = true) {
  return endlessDebt(
    new Graph(size, steps),
    { fair: FAIR, isTimed },
    (point) => point === 1,
    (point) => point === size - 1,
  );
}

describe('what is owed', () => {
  it('is paid where every way leads to it', () => {
    const steps: readonly Step[] = [
      [0, 1, UNFAIR],
      [1, 2, HEARS],
      [2, 3, WORK_A],
    ];
    expect(endless(4, steps)).toBeUndefined();
  });

  it('is never paid where nothing goes on', () => {
    expect(
      endless(4, [
        [0, 1, UNFAIR],
        [1, 2, HEARS],
      ]),
    ).toEqual({ way: [0, 1, 2], circle: [] });
  });

  it('is never paid on a circle of steps that are all taken', () => {
    const steps: readonly Step[] = [
      [0, 1, UNFAIR],
      [1, 2, timerOf(0, 0)],
      [2, 1, WORK_A],
      [2, 3, UNFAIR],
    ];
    expect(endless(4, steps)).toEqual({ way: [0, 1], circle: [1, 2, 1] });
  });

  it('is paid when the way out of the circle stays possible and is owed', () => {
    const steps: readonly Step[] = [
      [0, 1, UNFAIR],
      [1, 2, timerOf(0, 0)],
      [2, 1, WORK_A],
      [1, 3, WORK_B],
      [2, 3, WORK_B],
    ];
    expect(endless(4, steps)).toBeUndefined();
  });

  it('is never paid when that way is only possible now and then: somebody may always miss it', () => {
    const steps: readonly Step[] = [
      [0, 1, UNFAIR],
      [1, 2, timerOf(0, 0)],
      [2, 1, WORK_A],
      [1, 3, WORK_B],
    ];
    expect(endless(4, steps)?.circle).toEqual([1, 2, 1]);
  });

  it('is never paid where a step leads back to where it began', () => {
    const steps: readonly Step[] = [
      [0, 1, UNFAIR],
      [1, 1, WORK_A],
      [1, 2, UNFAIR],
    ];
    expect(endless(3, steps)).toEqual({ way: [0, 1], circle: [1, 1] });
  });

  it('is not put off by what nobody owes: faults, orders, the time', () => {
    const steps: readonly Step[] = [
      [0, 1, UNFAIR],
      [1, 1, UNFAIR],
      [1, 1, TICK],
      [1, 2, HEARS],
    ];
    expect(endless(3, steps)).toBeUndefined();
  });

  it('may be put off for ever by ticks, unless it is promised within a window', () => {
    const steps: readonly Step[] = [
      [0, 1, UNFAIR],
      [1, 2, WORK_A],
      [2, 1, TICK],
      [2, 3, UNFAIR],
      [3, 4, HEARS],
    ];
    const stays: readonly Step[] = steps.filter(([from]) => from !== 2).concat([[2, 1, TICK]]);
    expect(endless(5, [...stays, [2, 4, HEARS]], false)).toBeUndefined();
    const missed = [...stays, [1, 4, HEARS] as const, [2, 2, WORK_B] as const];
    expect(endless(5, missed, true)).toEqual({ way: [0, 1], circle: [1, 2, 1] });
  });

  it('is looked for only where it is owed', () => {
    const steps: readonly Step[] = [
      [0, 0, HEARS],
      [0, 1, UNFAIR],
      [1, 2, WORK_A],
    ];
    expect(endless(3, steps)).toBeUndefined();
  });
});
