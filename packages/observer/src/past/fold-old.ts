import type { Delta, Frame, History, NodeView } from '../protocol/frame.ts';

/** Instants that a history tells one by one. */
const MOST_DELTAS = 10_000;

/** A history whose oldest instants, beyond so many, are in its first frame. */
export function foldOld({ first, deltas }: History, most: number = MOST_DELTAS): History {
  const old = deltas.slice(0, Math.max(0, deltas.length - most));
  return old.length === 0
    ? { first, deltas }
    : { first: folded(first, old), deltas: deltas.slice(old.length) };
}

function folded(first: Frame, deltas: readonly Delta[]): Frame {
  const nodes = new Map<string, NodeView>(first.nodes.map((node) => [node.path, node]));
  for (const delta of deltas) {
    for (const path of delta.gone) nodes.delete(path);
    for (const node of delta.nodes) nodes.set(node.path, node);
  }
  const charts = Object.assign({}, first.charts, ...deltas.map((delta) => delta.charts));
  const { at, revision } = deltas.at(-1) ?? first;
  return { ...first, at, revision, charts, nodes: [...nodes.values()] };
}
