import { median } from '../median.ts';
import type { Row } from './rounds.ts';

/** Where a number stands in the rows: scenario, subject and its name. */
export type Place = readonly [scenario: string, subject: string, name: string];

/** The rows of a run, by place and round. */
export class Readings {
  readonly #values = new Map<string, Map<number, number>>();

  constructor(rows: readonly Row[]) {
    for (const { round, scenario, subject, measured = {} } of rows)
      for (const [name, value] of Object.entries(measured))
        this.#roundsAt([scenario, subject, name]).set(round, value);
  }

  /** The median of all rounds; `undefined` where nothing was measured. */
  at(place: Place): number | undefined {
    const rounds = [...this.#roundsAt(place).values()];
    return rounds.length === 0 ? undefined : median(rounds);
  }

  /** The median of what the first is of the second, round by round. */
  ratio(place: Place, beside: Place): number | undefined {
    const others = this.#roundsAt(beside);
    const ratios = [...this.#roundsAt(place)].flatMap(([round, value]) => {
      const other = others.get(round);
      return other === undefined || other === 0 ? [] : [value / other];
    });
    return ratios.length === 0 ? undefined : median(ratios);
  }

  #roundsAt(place: Place): Map<number, number> {
    const key = place.join(' ');
    const known = this.#values.get(key) ?? new Map<number, number>();
    this.#values.set(key, known);
    return known;
  }
}
