import type { Rail, Side } from './rails.ts';

/** Where a line meets a box: a rail that arrives, all that leaves on this side, an edge from a state to itself. */
export type Port = Rail | 'out' | 'loop' | 'loop end';

/** The ports of a state on both of its sides, from top to bottom, so that its own lines do not cross. */
export type Ports = Readonly<Record<Side, readonly Port[]>>;

export function portsOf(state: string, rails: readonly Rail[], hasLoop: boolean): Ports {
  const arriving = (side: Side) =>
    rails
      .filter((rail) => rail.side === side && rail.target === state)
      .toSorted((one, other) => one.lane - other.lane);
  const leaving = (side: Side): readonly Port[] =>
    rails.some((rail) => rail.side === side && rail.sources.includes(state)) ? ['out'] : [];
  const loop: readonly Port[] = hasLoop ? ['loop', 'loop end'] : [];
  return {
    down: [...loop, ...arriving('down'), ...leaving('down')],
    up: [...leaving('up'), ...arriving('up').toReversed()],
  };
}
