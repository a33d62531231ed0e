import type { Tree } from '@kintsugi/actors';
import type { Frame } from '../protocol/frame.ts';
import type { ChartTable } from './chart-table.ts';
import { looksFrom } from './looks.ts';
import { nodeView } from './node-view.ts';

/** How a tree looks now, to nobody in particular. */
export function presentFrame(
  tree: Tree<unknown>,
  viewing: {
    readonly at: number;
    readonly charts: ChartTable;
    readonly redact: (data: unknown) => unknown;
  },
): Frame {
  const nodes = [...looksFrom(tree, '')].map((look) => nodeView(look, viewing));
  const charts = viewing.charts.since(0);
  return { acts: [], recording: false, revision: 0, at: viewing.at, charts, nodes, events: [] };
}
