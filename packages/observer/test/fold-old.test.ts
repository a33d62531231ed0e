import { expect, it } from 'vitest';
import type { Delta, Frame, NodeView } from '../src/index.ts';
import { foldOld } from '../src/past/fold-old.ts';

function node(path: string, state: string): NodeView {
  return {
    path,
    kind: 'service',
    state,
    chart: 'service-1',
    incarnation: 1,
    restarts: 0,
    upSince: null,
  };
}

const first: Frame = {
  acts: [],
  recording: true,
  revision: 0,
  at: 0,
  charts: {},
  nodes: [node('a', 'starting'), node('b', 'starting')],
  events: [],
};

function delta(revision: number, nodes: readonly NodeView[], gone: readonly string[]): Delta {
  const text = `event ${revision}`;
  const event = { type: 'child.stopped', at: revision * 10, path: 'a' } as const;
  const events = [{ number: revision, event, text }];
  return { revision, at: revision * 10, charts: {}, nodes, gone, events };
}

const deltas = [
  delta(1, [node('a', 'running')], []),
  delta(2, [node('c', 'running')], ['b']),
  delta(3, [node('a', 'stopped')], []),
];

it('a history that is too long begins later, as it was then', () => {
  const folded = foldOld({ first, deltas }, 1);
  expect(folded.deltas).toEqual(deltas.slice(2));
  expect(folded.first).toEqual({
    ...first,
    at: 20,
    revision: 2,
    nodes: [node('a', 'running'), node('c', 'running')],
  });
});

it('a history that is not stays as it is', () => {
  expect(foldOld({ first, deltas }, 3)).toEqual({ first, deltas });
});
