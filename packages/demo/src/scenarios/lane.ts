/** What one life of a service does. */
export type MomentState = 'starting' | 'running' | 'crashed' | 'stopping' | 'stopped';

/** One life of a service, at one moment. */
export interface Moment {
  readonly service: string;
  /** Which of its lives: 1 is the first. */
  readonly life: number;
  readonly state: MomentState;
}

/** One thing that can be said of a lane when its story is over. */
export interface Fact {
  readonly about: string;
  readonly is: string;
  /** `new` has changed with the restart, `wrong` should have. */
  readonly mark?: 'new' | 'wrong';
}

/** What stands above a lane. */
export interface LaneTitle {
  readonly name: string;
  readonly meaning: string;
}

/** One of several trees that are shown side by side, each in a column of its own. */
export interface Lane {
  readonly name: string;
  readonly moments: readonly Moment[];
  readonly facts: readonly Fact[];
}

/** The lanes of a scenario while it runs. */
export class Lanes {
  readonly #lanes = new Map<string, { readonly moments: Moment[]; facts: readonly Fact[] }>();

  get all(): readonly Lane[] {
    return [...this.#lanes].map(([name, lane]) => ({ name, ...lane }));
  }

  add(lane: string, moment: Moment): void {
    this.#of(lane).moments.push(moment);
  }

  conclude(lane: string, facts: readonly Fact[]): void {
    this.#of(lane).facts = facts;
  }

  #of(name: string) {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const lane = { moments: [], facts: [] };
    this.#lanes.set(name, lane);
    return lane;
  }
}
