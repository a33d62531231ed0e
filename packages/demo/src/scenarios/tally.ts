import type { SupervisionEvent } from '@kintsugi/actors';

/** What has been asked of one service, and what became of it. */
export interface Counts {
  readonly operations: number;
  readonly succeeded: number;
  readonly faults: number;
  readonly retries: number;
  readonly restarts: number;
  readonly fallbacks: number;
  /** From the first fault to the next time it ran: milliseconds, one number a repair. */
  readonly repairsMs: readonly number[];
}

type Draft = { -readonly [Name in keyof Counts]: Counts[Name] };

function noCounts(): Draft {
  const repairsMs: readonly number[] = [];
  return {
    operations: 0,
    succeeded: 0,
    faults: 0,
    retries: 0,
    restarts: 0,
    fallbacks: 0,
    repairsMs,
  };
}

const COUNTED: Readonly<
  Partial<Record<SupervisionEvent['type'], Exclude<keyof Counts, 'repairsMs'>>>
> = {
  'child.faulted': 'faults',
  'child.retrying': 'retries',
  'child.restarting': 'restarts',
  'child.degraded': 'fallbacks',
};

/** Counts the operations and the events of one scenario, by the children of its root. */
export class Tally {
  readonly #counts = new Map<string, Draft>();
  /** Since when a service is not well: milliseconds of the tree's clock. */
  readonly #illSince = new Map<string, number>();
  readonly #openIncidents = new Set<string>();

  /** The services that anything was counted for. */
  get paths(): readonly string[] {
    return [...this.#counts.keys()];
  }

  /** Whether no incident is open. */
  get isQuiet(): boolean {
    return this.#openIncidents.size === 0;
  }

  at(path: string): Counts {
    return this.#counts.get(path) ?? noCounts();
  }

  total(): Counts {
    return [...this.#counts.values()].reduce(
      (sum, counts) => ({
        operations: sum.operations + counts.operations,
        succeeded: sum.succeeded + counts.succeeded,
        faults: sum.faults + counts.faults,
        retries: sum.retries + counts.retries,
        restarts: sum.restarts + counts.restarts,
        fallbacks: sum.fallbacks + counts.fallbacks,
        repairsMs: [...sum.repairsMs, ...counts.repairsMs],
      }),
      noCounts(),
    );
  }

  addOperation(path: string): void {
    this.#of(path).operations += 1;
  }

  addSuccess(path: string): void {
    this.#of(path).succeeded += 1;
  }

  addEvent(event: SupervisionEvent): void {
    const { type, path, at } = event;
    const counted = COUNTED[type];
    if (counted !== undefined) this.#of(path)[counted] += 1;
    if (type === 'incident.opened') {
      this.#openIncidents.add(event.incident);
      if (!this.#illSince.has(path)) this.#illSince.set(path, at);
    }
    if (type === 'incident.closed') this.#openIncidents.delete(event.incident);
    if (type === 'child.started' || type === 'child.recovered') this.#repaired(path, at);
  }

  #repaired(path: string, at: number): void {
    const since = this.#illSince.get(path);
    if (since === undefined) return;
    this.#illSince.delete(path);
    const counts = this.#of(path);
    counts.repairsMs = [...counts.repairsMs, at - since];
  }

  /** What is below a supervisor counts as its own. */
  #of(path: string): Draft {
    const top = path.split('/', 1)[0] ?? path;
    const known = this.#counts.get(top);
    if (known !== undefined) return known;
    const counts = noCounts();
    this.#counts.set(top, counts);
    return counts;
  }
}
