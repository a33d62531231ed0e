import type { LifecycleChart } from '../escalation/lifecycle-chart.ts';
import { oneLine } from '../one-line.ts';
import { type ChartEdge, chartEdges } from './chart-edges.ts';
import { type Port, type Ports, portsOf } from './ports.ts';
import { type Rail, railsOf, type Side } from './rails.ts';
import { textWidth } from './text-width.ts';

const MARGIN = 16;
const FIRST_ROW = 40;
const ROW_GAP = 18;
const LEAST_HEIGHT = 50;
const SLOT = 20;
const LANE = 17;
const LOOP = 18;
const CORNER = 8;
const HEAD = 8;
const BESIDE_LABEL = 26;
const BESIDE_NAME = 58;
const MOST_CHARACTERS = 32;

/** Where a state stands: pixels from the upper left corner, as all that is laid out here. */
export interface StateBox {
  readonly state: string;
  /** Its name, in one line. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The way of an edge, and the head of its arrow, as paths of SVG. */
export interface EdgeRoute extends ChartEdge {
  readonly line: string;
  readonly head: string;
}

/** What stands where a rail, or an edge from a state to itself, arrives. */
export interface EdgeLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/** A chart with places. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly StateBox[];
  readonly routes: readonly EdgeRoute[];
  readonly labels: readonly EdgeLabel[];
}

interface Row {
  readonly box: StateBox;
  readonly ports: Ports;
}

/**
 * States stand below each other, the initial one first, then as the chart names them. What leads down runs
 * on the right of them and what leads up on the left: no line crosses a box, whatever the chart.
 */
export function layOut(chart: LifecycleChart): ChartLayout {
  const states = [...new Set([chart.initial, ...Object.keys(chart.states)])];
  const edges = chartEdges(chart);
  const loops = edges.filter(({ from, to }) => from === to);
  const rails = railsOf(edges, states);
  const room = { down: roomBeside('down', rails, loops), up: roomBeside('up', rails, []) };
  const width = Math.max(...states.map((state) => textWidth(shown(state), 14))) + BESIDE_NAME;
  const x = MARGIN + room.up + lanes('up', rails);
  const rows = new Map<string, Row>();
  let y = FIRST_ROW;
  for (const state of states) {
    const ports = portsOf(
      state,
      rails,
      loops.some(({ from }) => from === state),
    );
    const height = Math.max(LEAST_HEIGHT, SLOT * Math.max(ports.down.length, ports.up.length) + 8);
    rows.set(state, { ports, box: { state, name: shown(state), x, y, width, height } });
    y += height + ROW_GAP;
  }
  const placed = [...rows.values()];
  return {
    width: x + width + room.down + lanes('down', rails) + MARGIN,
    height: y - ROW_GAP + MARGIN,
    boxes: placed.map(({ box }) => box),
    routes: edges.flatMap((edge) => routeOf(edge, { rows, rails, room })),
    labels: placed.flatMap(({ box, ports }) => labelsOf(box, ports, loops)),
  };
}

/** Between the boxes and the first lane: the labels of the rails that arrive there. */
function roomBeside(side: Side, rails: readonly Rail[], loops: readonly ChartEdge[]): number {
  const labels = [
    ...rails.filter((rail) => rail.side === side).map(labelWidth),
    ...loops.map((loop) => LOOP + labelWidth(loop)),
  ];
  return labels.length === 0 ? 0 : Math.max(...labels) + BESIDE_LABEL;
}

function labelWidth({ events }: Pick<ChartEdge, 'events'>): number {
  return textWidth(labelOf(events), 12);
}

function lanes(side: Side, rails: readonly Rail[]): number {
  return LANE * Math.max(0, ...rails.filter((rail) => rail.side === side).map(({ lane }) => lane));
}

interface Grid {
  readonly rows: ReadonlyMap<string, Row>;
  readonly rails: readonly Rail[];
  readonly room: Readonly<Record<Side, number>>;
}

function routeOf(edge: ChartEdge, { rows, rails, room }: Grid): readonly EdgeRoute[] {
  const [from, to] = [rows.get(edge.from), rows.get(edge.to)];
  if (from === undefined || to === undefined) return [];
  if (from === to) {
    const [start, end] = [portAt(from, 'down', 'loop'), portAt(from, 'down', 'loop end')];
    return [{ ...edge, line: bend(start, end, start.x + LOOP), head: headAt(end, 'down') }];
  }
  const rail = rails.find(
    ({ target, sources, events }) =>
      target === edge.to && sources.includes(edge.from) && events.join() === edge.events.join(),
  );
  if (rail === undefined) return [];
  const { side } = rail;
  const [start, end] = [portAt(from, side, 'out'), portAt(to, side, rail)];
  const lane = start.x + outward(side) * (room[side] + rail.lane * LANE);
  return [{ ...edge, line: bend(start, end, lane), head: headAt(end, side) }];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function portAt({ box, ports }: Row, side: Side, port: Port): Point {
  const all = ports[side];
  const fromCentre = all.indexOf(port) - (all.length - 1) / 2;
  return {
    x: side === 'down' ? box.x + box.width : box.x,
    y: box.y + box.height / 2 + fromCentre * SLOT,
  };
}

function outward(side: Side): 1 | -1 {
  return side === 'down' ? 1 : -1;
}

/** Out to a lane, along it, and back to the boxes. */
function bend(start: Point, end: Point, lane: number): string {
  const out = Math.sign(lane - start.x);
  const along = Math.sign(end.y - start.y);
  const turn = lane - out * CORNER;
  return [
    `M${start.x} ${start.y}H${turn}`,
    `Q${lane} ${start.y} ${lane} ${start.y + along * CORNER}`,
    `V${end.y - along * CORNER}`,
    `Q${lane} ${end.y} ${turn} ${end.y}`,
    `H${end.x + out * (HEAD - 1)}`,
  ].join('');
}

function headAt({ x, y }: Point, side: Side): string {
  return `M${x} ${y}l${outward(side) * HEAD} -4.5v9z`;
}

function labelsOf(box: StateBox, ports: Ports, loops: readonly ChartEdge[]): readonly EdgeLabel[] {
  const row = { box, ports };
  const arriving = (['down', 'up'] as const).flatMap((side) =>
    ports[side].flatMap((port) => (typeof port === 'string' ? [] : [labelAt(row, side, port)])),
  );
  const loop = loops
    .filter(({ from }) => from === box.state)
    .map(({ events }): EdgeLabel => {
      const { x, y } = portAt(row, 'down', 'loop');
      return { text: labelOf(events), x: x + LOOP + 6, y: y + SLOT / 2 + 4, anchor: 'start' };
    });
  return [...loop, ...arriving];
}

function labelAt(row: Row, side: Side, rail: Rail): EdgeLabel {
  const { x, y } = portAt(row, side, rail);
  return {
    text: labelOf(rail.events),
    x: x + outward(side) * (HEAD + 6),
    y: y - 5,
    anchor: side === 'down' ? 'start' : 'end',
  };
}

function labelOf(events: readonly string[]): string {
  return shown(events.join(', '));
}

function shown(text: string): string {
  return oneLine(text, MOST_CHARACTERS);
}
