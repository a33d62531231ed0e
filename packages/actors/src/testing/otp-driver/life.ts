import { type Instance, normalClass, type Reason } from './vocabulary.ts';

/** A stop hook that is still at it. */
export interface PendingStop {
  readonly end: (reason: Reason) => void;
}

/** One life of a child as the driver follows it; a worker has it as its resource. */
export class Life implements Instance {
  readonly id: string;
  readonly path: string;
  readonly tree: number;
  n = 0;
  state: 'starting' | 'up' | 'ended' = 'starting';
  reason: Reason;
  cleanedUp = false;
  /** What its script has made it exit with: the library's event tells that it did. */
  said: { readonly reason: Reason } | undefined;
  /** Whether its supervisor has asked it to stop, and how. */
  asked: { reason: Reason } | undefined;
  isHookCalled = false;
  isSupervisor = false;
  pendingStop: PendingStop | undefined;

  constructor(id: string, path: string, tree: number) {
    this.id = id;
    this.path = path;
    this.tree = tree;
  }

  get isAlive(): boolean {
    return this.state === 'up';
  }

  /** What it said, when that is of the class that the library tells; otherwise the library's word. */
  reasonOf(told: 'normal' | 'shutdown' | 'error', fallback: Reason = told): Reason {
    if (this.said === undefined) return fallback;
    const { reason } = this.said;
    return (normalClass(reason) ?? 'error') === told ? reason : fallback;
  }

  toString(): string {
    return `${this.id}#${this.n}`;
  }
}

/** The lives of all trees of a driver that are up, by id. */
export class Census {
  readonly #born = new Map<string, number>();
  readonly #up = new Map<string, Set<Life>>();

  begin(life: Life): void {
    life.n = (this.#born.get(life.id) ?? 0) + 1;
    life.state = 'up';
    this.#born.set(life.id, life.n);
    const up = this.#up.get(life.id) ?? new Set();
    this.#up.set(life.id, up.add(life));
  }

  end(life: Life, reason: Reason): void {
    life.state = 'ended';
    life.reason = reason;
    this.#up.get(life.id)?.delete(life);
  }

  /** The youngest that is up. */
  current(id: string): Life | undefined {
    return [...(this.#up.get(id) ?? [])].at(-1);
  }

  all(): readonly Life[] {
    return [...this.#up.values()].flatMap((lives) => [...lives]);
  }
}
