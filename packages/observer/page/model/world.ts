import type { LifecycleChart, LifecycleTag } from '@kintsugi/core';
import type { ActName, Delta, Frame, NodeView } from '../../src/protocol/frame.ts';
import { isTroubled } from './trouble.ts';

/** The last move of a node's chart. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** How many children are in which state. */
export type Tally = Map<string, number>;

/** The tree at one instant, indexed. Deltas change it in place, and only what they name. */
export interface World {
  revision: number;
  at: number;
  readonly acts: readonly ActName[];
  /** Whether a recorder keeps the past. */
  readonly recording: boolean;
  readonly charts: Map<string, LifecycleChart>;
  readonly nodes: Map<string, NodeView>;
  /** Paths of the children of each supervisor, in the order in which the tree named them first. */
  readonly children: Map<string, Set<string>>;
  readonly tallies: Map<string, Tally>;
  /** Of all nodes, supervisors too. */
  readonly total: Tally;
  /** Paths of those that a person should look at. */
  readonly troubled: Set<string>;
  readonly moves: Map<string, Move>;
}

/** The path of the supervisor above; `undefined` for the root. */
export function parentOf(path: string): string | undefined {
  return path === '' ? undefined : path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A world of what the first frame says. */
export function createWorld(frame: Frame, moves: ReadonlyMap<string, Move> = new Map()): World {
  const world: World = {
    revision: frame.revision,
    at: frame.at,
    acts: frame.acts,
    recording: frame.recording,
    charts: new Map(Object.entries(frame.charts)),
    nodes: new Map(),
    children: new Map(),
    tallies: new Map(),
    total: new Map(),
    troubled: new Set(),
    moves: new Map(moves),
  };
  for (const node of frame.nodes) put(world, node);
  return world;
}

/** Follows what has changed: live and in the past by the same code. */
export function foldDelta(world: World, delta: Delta): void {
  for (const [name, chart] of Object.entries(delta.charts)) world.charts.set(name, chart);
  for (const path of delta.gone) remove(world, path);
  for (const node of delta.nodes) put(world, node);
  world.revision = delta.revision;
  world.at = delta.at;
}

/** The tag of the state a node is in; `undefined` for a state that its chart does not have. */
export function tagOf(world: World, { chart, state }: NodeView) {
  return world.charts.get(chart)?.states[state]?.tags[0];
}

/** The same of a state alone: it means the same in every chart that has it. */
export function tagOfState({ charts }: World, state: string): LifecycleTag | undefined {
  for (const { states } of charts.values())
    if (states[state] !== undefined) return states[state].tags[0];
  return undefined;
}

function put(world: World, node: NodeView): void {
  const before = world.nodes.get(node.path);
  world.nodes.set(node.path, node);
  count(world, before, -1);
  count(world, node, 1);
  trace(world, node, before);
  const parent = parentOf(node.path);
  if (before === undefined && parent !== undefined) childrenOf(world, parent).add(node.path);
  if (isTroubled(node, tagOf(world, node))) world.troubled.add(node.path);
  else world.troubled.delete(node.path);
}

function remove(world: World, path: string): void {
  const node = world.nodes.get(path);
  if (node === undefined) return;
  count(world, node, -1);
  world.nodes.delete(path);
  world.troubled.delete(path);
  world.moves.delete(path);
  world.children.get(parentOf(path) ?? '')?.delete(path);
}

/** What the tree says of the last move counts more than what was seen: a batch may hold several. */
function trace(world: World, node: NodeView, before: NodeView | undefined): void {
  const seen = before !== undefined && before.state !== node.state ? before.state : undefined;
  const from = node.cameFrom ?? seen;
  if (from !== undefined) world.moves.set(node.path, { from, to: node.state });
}

function childrenOf(world: World, path: string): Set<string> {
  const known = world.children.get(path);
  if (known !== undefined) return known;
  const children = new Set<string>();
  world.children.set(path, children);
  return children;
}

function count(world: World, node: NodeView | undefined, by: 1 | -1): void {
  if (node === undefined) return;
  add(world.total, node.state, by);
  const parent = parentOf(node.path);
  if (parent === undefined) return;
  const tally = world.tallies.get(parent) ?? new Map<string, number>();
  world.tallies.set(parent, tally);
  add(tally, node.state, by);
}

function add(tally: Tally, state: string, by: 1 | -1): void {
  const sum = (tally.get(state) ?? 0) + by;
  if (sum === 0) tally.delete(state);
  else tally.set(state, sum);
}
