import type { ChartEdge } from './chart-edges.ts';

/** Down on the right of the boxes, or up on their left. */
export type Side = 'down' | 'up';

/** A vertical line beside the boxes, in which all edges of the same events into the same state run. */
export interface Rail {
  readonly side: Side;
  readonly target: string;
  readonly sources: readonly string[];
  readonly events: readonly string[];
  /** Its distance from the boxes, from 0: rails of the same lane do not overlap. */
  readonly lane: number;
}

interface Bundle extends Omit<Rail, 'lane'> {
  /** The first and the last row that it touches. */
  readonly first: number;
  readonly last: number;
}

/**
 * The rails of a chart whose states stand below each other in this order. The shorter, the nearer to the
 * boxes. An edge from a state to itself needs none.
 */
export function railsOf(edges: readonly ChartEdge[], states: readonly string[]): readonly Rail[] {
  const placed: (Bundle & Rail)[] = [];
  for (const bundle of bundlesOf(edges, states).toSorted(shorterFirst))
    placed.push({ ...bundle, lane: freeLane(bundle, placed) });
  return placed;
}

function bundlesOf(edges: readonly ChartEdge[], states: readonly string[]): readonly Bundle[] {
  const rowOf = new Map(states.map((state, row) => [state, row]));
  const bundles = new Map<string, Bundle>();
  for (const { from, to, events } of edges) {
    const [source = 0, target = 0] = [rowOf.get(from), rowOf.get(to)];
    if (source === target) continue;
    const side = source < target ? 'down' : 'up';
    const key = JSON.stringify([target, side, events]);
    const { sources, first, last } = bundles.get(key) ?? {
      sources: [],
      first: target,
      last: target,
    };
    bundles.set(key, {
      side,
      target: to,
      sources: [...sources, from],
      events,
      first: Math.min(first, source),
      last: Math.max(last, source),
    });
  }
  return [...bundles.values()];
}

function shorterFirst(one: Bundle, other: Bundle): number {
  return one.last - one.first - (other.last - other.first) || one.first - other.first;
}

function freeLane(bundle: Bundle, placed: readonly (Bundle & Rail)[]): number {
  const taken = new Set(placed.filter((rail) => overlap(bundle, rail)).map(({ lane }) => lane));
  let lane = 0;
  while (taken.has(lane)) lane += 1;
  return lane;
}

/** Where one ends in the row in which the other begins, they do not: there is room for both ports. */
function overlap(one: Bundle, other: Bundle): boolean {
  return one.side === other.side && one.first < other.last && other.first < one.last;
}
