/** Into so many cells a simulated time is divided, a character each in a plot: those of a week are 4 h long. */
export const TIMELINE_CELLS = 42;

/** How a service stood over time: shares of the time, 0 to 1. */
export interface Availability {
  /** It answered itself. */
  readonly running: number;
  /** Its fallback answered, or it refused at once where there is none. */
  readonly degraded: number;
  /** `running` and `degraded` together, cell by cell: {@link TIMELINE_CELLS} of equal length. */
  readonly timeline: readonly number[];
}

interface Standing {
  state: string | undefined;
  since: number;
}

interface Times {
  runningMs: number;
  degradedMs: number;
  readonly cells: number[];
}

/** Adds up in which state services have been, from 0 on. Instances of one template are one. */
export class AvailabilityRecord {
  readonly #durationMs: number;
  readonly #standings = new Map<string, Standing>();
  readonly #times = new Map<string, Times>();

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  /** From now on it is in this state; undefined when it is not there. */
  stands(path: string, pattern: string, state: string | undefined, now: number): void {
    const standing = this.#standings.get(path) ?? { state: undefined, since: 0 };
    this.#standings.set(path, standing);
    if (standing.state === state) return;
    this.#book(pattern, standing, now);
    standing.state = state;
    standing.since = now;
  }

  #book(pattern: string, { state, since }: Standing, now: number): void {
    const until = Math.min(now, this.#durationMs);
    if (until <= since || (state !== 'running' && state !== 'degraded')) return;
    const times = this.#at(pattern);
    if (state === 'running') times.runningMs += until - since;
    else times.degradedMs += until - since;
    const cellMs = this.#durationMs / TIMELINE_CELLS;
    for (let cell = Math.floor(since / cellMs); cell < TIMELINE_CELLS; cell++) {
      const [from, to] = [Math.max(since, cell * cellMs), Math.min(until, (cell + 1) * cellMs)];
      if (to <= from) return;
      times.cells[cell] = (times.cells[cell] ?? 0) + (to - from);
    }
  }

  #at(pattern: string): Times {
    const known = this.#times.get(pattern);
    if (known !== undefined) return known;
    const cells = Array.from({ length: TIMELINE_CELLS }, () => 0);
    const times: Times = { runningMs: 0, degradedMs: 0, cells };
    this.#times.set(pattern, times);
    return times;
  }

  /** @param count - of instances that there are to be */
  of(pattern: string, count: number): Availability {
    const { runningMs, degradedMs, cells } = this.#at(pattern);
    const allMs = this.#durationMs * count;
    const cellMs = allMs / TIMELINE_CELLS;
    return {
      running: runningMs / allMs,
      degraded: degradedMs / allMs,
      timeline: cells.map((ms) => Math.min(1, ms / cellMs)),
    };
  }
}
