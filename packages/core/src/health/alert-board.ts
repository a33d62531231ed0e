import type { AlertDetail } from '../supervision-event.ts';

/**
 * An alert that stands open.
 *
 * @example
 * ```ts
 * const alert: OpenAlert = {
 *   alert: 'failed:db', path: 'db', raisedAt: 0, severity: 'CRITICAL', message: 'db has failed',
 * };
 * ```
 */
export interface OpenAlert extends AlertDetail {
  readonly path: string;
  /** Milliseconds of the tree's clock. */
  readonly raisedAt: number;
}

/**
 * The open alerts of a tree, oldest first: at most a few for each child that is not well. Found by
 * id, and by every path above them, so that what ends with its supervisor is found without a search.
 *
 * @example
 * ```ts
 * const board = createAlertBoard();
 * alertsAfter(board, { type: 'child.failed', at: 0, path: 'db', incident: 'db#1' });
 * [...board.values()].map(({ alert }) => alert); // ['failed:db']
 * ```
 */
export class AlertBoard {
  readonly #open = new Map<string, OpenAlert>();
  readonly #below = new Map<string, Set<string>>();

  /** How many alerts stand open. */
  get size(): number {
    return this.#open.size;
  }

  /** The alerts that stand open, oldest first. */
  values(): IterableIterator<OpenAlert> {
    return this.#open.values();
  }

  get(alert: string): OpenAlert | undefined {
    return this.#open.get(alert);
  }

  /** The ids of the alerts of everything below this path. */
  below(path: string): readonly string[] {
    return [...(this.#below.get(path) ?? [])];
  }

  add(open: OpenAlert): void {
    this.#open.set(open.alert, open);
    for (const above of pathsAbove(open.path)) {
      const alerts = this.#below.get(above) ?? new Set();
      this.#below.set(above, alerts.add(open.alert));
    }
  }

  remove({ alert, path }: OpenAlert): void {
    this.#open.delete(alert);
    for (const above of pathsAbove(path)) {
      const alerts = this.#below.get(above);
      alerts?.delete(alert);
      if (alerts?.size === 0) this.#below.delete(above);
    }
  }
}

/**
 * A board without alerts.
 *
 * @example
 * ```ts
 * createAlertBoard().size; // 0
 * ```
 */
export function createAlertBoard(): AlertBoard {
  return new AlertBoard();
}

/** From the nearest supervisor up to the root. */
function pathsAbove(path: string): readonly string[] {
  if (path === '') return [];
  const above: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    above.push(path.slice(0, end));
  return [...above, ''];
}
