import type { NodeView } from '../../src/protocol/frame.ts';
import { parentOf, type World } from './world.ts';

/** A supervisor with more children stands folded, with their counts, until somebody unfolds it. */
const MOST_UNFOLDED = 200;

/** What somebody looks for; nothing of it: all is shown. */
export interface Filter {
  readonly text: string;
  readonly states: ReadonlySet<string>;
  readonly isTroubleOnly: boolean;
}

export const NO_FILTER: Filter = { text: '', states: new Set(), isTroubleOnly: false };

/** A line of the tree. */
export interface Row {
  readonly node: NodeView;
  /** From 1. */
  readonly level: number;
  /** Among its siblings that are shown, from 1. */
  readonly position: number;
  readonly siblings: number;
  /** Absent when there is nothing below it. */
  readonly isUnfolded?: boolean;
  /** Not a node, but how the children of a folded one stand. */
  readonly isTally: boolean;
  /** Shown only because something below it matches. */
  readonly isWayOnly: boolean;
}

/** The lines of the tree from top to bottom. A filter unfolds whatever leads to a match. */
export function rowsOf(
  world: World,
  folds: ReadonlyMap<string, boolean>,
  filter: Filter,
): readonly Row[] {
  const found = isFiltering(filter) ? findMatches(world, filter) : undefined;
  const rows: Row[] = [];
  const visit = (path: string, level: number, position: number, siblings: number) => {
    const node = world.nodes.get(path);
    if (node === undefined) return;
    const below = childrenShown(world, path, found);
    const isUnfolded = found !== undefined || isUnfoldedNow(world, path, folds);
    const row: Row = {
      node,
      level,
      position,
      siblings,
      ...(below.length === 0 ? {} : { isUnfolded }),
      isTally: false,
      isWayOnly: found !== undefined && !found.matches.has(path),
    };
    rows.push(row);
    if (below.length > 0 && !isUnfolded) rows.push({ ...row, isTally: true });
    if (isUnfolded) below.forEach((child, at) => visit(child, level + 1, at + 1, below.length));
  };
  if (found === undefined || found.ways.has('') || found.matches.has('')) visit('', 1, 1, 1);
  return rows;
}

/** Whether anything is looked for. */
export function isFiltering({ text, states, isTroubleOnly }: Filter): boolean {
  return text.trim() !== '' || states.size > 0 || isTroubleOnly;
}

/** As somebody has left it, or as its size says. */
export function isUnfoldedNow(
  world: World,
  path: string,
  folds: ReadonlyMap<string, boolean>,
): boolean {
  return folds.get(path) ?? (world.children.get(path)?.size ?? 0) <= MOST_UNFOLDED;
}

interface Found {
  readonly matches: ReadonlySet<string>;
  /** What is above them. */
  readonly ways: ReadonlySet<string>;
}

function findMatches(world: World, filter: Filter): Found {
  const wanted = filter.text.trim().toLowerCase();
  const matches = new Set<string>();
  const ways = new Set<string>();
  for (const node of world.nodes.values()) {
    if (!isMatch(world, node, filter, wanted)) continue;
    matches.add(node.path);
    addWay(ways, node.path);
  }
  return { matches, ways };
}

function isMatch(world: World, { path, state }: NodeView, filter: Filter, wanted: string): boolean {
  return (
    (filter.states.size === 0 || filter.states.has(state)) &&
    (!filter.isTroubleOnly || world.troubled.has(path)) &&
    path.toLowerCase().includes(wanted)
  );
}

function addWay(ways: Set<string>, path: string): void {
  let above = parentOf(path);
  while (above !== undefined && !ways.has(above)) {
    ways.add(above);
    above = parentOf(above);
  }
}

function childrenShown(world: World, path: string, found: Found | undefined): readonly string[] {
  const children = [...(world.children.get(path) ?? [])];
  if (found === undefined) return children;
  return children.filter((child) => found.matches.has(child) || found.ways.has(child));
}
