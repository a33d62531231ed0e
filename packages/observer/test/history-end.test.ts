import {
  child,
  deleteChild,
  fromDynamicSupervisor,
  fromSupervisor,
  recordFlight,
  recover,
  restartChild,
  service,
  startChild,
  tell,
  terminateChild,
} from '@kintsugi/actors';
import { createTestClock } from '@kintsugi/actors/testing';
import { SEVERITIES, type Severity } from '@kintsugi/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import type { Frame, History, NodeView } from '../src/index.ts';
import { ask, look } from './open.ts';
import { open } from './shop.ts';

const worker = service({
  handle: (severity: Severity): number => {
    throw Object.assign(new Error('refused'), { severity });
  },
  fallback: () => 0,
});

/** A supervisor of each sort, two deep, and children of each restart type. */
function plant() {
  const inner = fromSupervisor({ children: [child('deep', worker)] });
  const sub = fromSupervisor({
    strategy: 'one_for_all',
    intensity: { maxRestarts: 3, withinMs: 5_000 },
    children: [
      child('x', worker),
      child('once', worker, { restart: 'temporary' }),
      child('in', inner),
    ],
  });
  const clock = createTestClock();
  const tree = createActor(
    fromSupervisor({
      intensity: { maxRestarts: 8, withinMs: 20_000 },
      children: [
        child('a', worker, { restart: 'transient' }),
        child('sub', sub),
        child('rooms', fromDynamicSupervisor({ child: worker })),
        child('halls', fromDynamicSupervisor({ child: inner })),
      ],
    }),
    { clock },
  );
  tree.subscribe({ error: () => undefined });
  const recorder = recordFlight(tree);
  tree.start();
  return { tree, clock, recorder };
}

const PATHS = [
  'a',
  'sub',
  'sub/x',
  'sub/once',
  'sub/in',
  'sub/in/deep',
  'rooms',
  'rooms/1',
  'rooms/2',
  'halls/1',
  'halls/1/deep',
] as const;

type Tree = ReturnType<typeof plant>['tree'];

/** What may be done to a place; it may be refused. */
const ACTS = {
  fail: (tree: Tree, path: string, severity: Severity) => tell(tree, path, severity),
  startRoom: (tree: Tree) => startChild(tree, 'rooms', { id: '1' }),
  startOther: (tree: Tree) => startChild(tree, 'rooms', { id: '2' }),
  startHall: (tree: Tree) => startChild(tree, 'halls', { id: '1' }),
  terminate: (tree: Tree, path: string) => terminateChild(tree, path),
  restart: (tree: Tree, path: string) => restartChild(tree, path),
  recover: (tree: Tree, path: string) => recover(tree, path),
  remove: async (tree: Tree, path: string) => {
    await terminateChild(tree, path);
    await deleteChild(tree, path);
  },
} as const;

type Act = {
  readonly act: keyof typeof ACTS;
  readonly path: string;
  readonly severity: Severity;
  readonly waitMs: number;
};

const acts = fc.array(
  fc.record({
    act: fc.constantFrom(...(Object.keys(ACTS) as (keyof typeof ACTS)[])),
    path: fc.constantFrom<string>(...PATHS),
    severity: fc.constantFrom(...SEVERITIES),
    waitMs: fc.constantFrom(0, 10, 300, 1_500, 6_000),
  }),
  { minLength: 5, maxLength: 25 },
);

/** Of a place, what a recording knows: not the moments within an instant, and not what fades with time. */
function known({
  waiting: _waiting,
  cameFrom: _from,
  chart: _chart,
  supervisor,
  ...node
}: NodeView) {
  return { ...node, children: supervisor?.children };
}

function byPath(nodes: Iterable<NodeView>) {
  return Object.fromEntries([...nodes].map((node) => [node.path, known(node)]));
}

/** How the past ends, and how the present is. */
async function endsOf(done: readonly Act[]) {
  const { tree, clock, recorder } = plant();
  for (const { act, path, severity, waitMs } of done) {
    const attempt = async () => ACTS[act](tree, path, severity);
    void attempt().catch(() => undefined);
    await clock.advance(waitMs);
  }
  await clock.settle();
  const { url, close } = await open(tree, { recorder });
  const { first, deltas } = (await ask(url, '/history')).json as History;
  const viewer = await look(url);
  const live: Frame = await viewer.first;
  await viewer.leave();
  await close();
  tree.stop();
  const past = new Map(first.nodes.map((node) => [node.path, node]));
  for (const { gone, nodes } of deltas) {
    expect(nodes.filter(({ path }) => gone.includes(path))).toEqual([]);
    for (const path of gone) past.delete(path);
    for (const node of nodes) past.set(node.path, node);
  }
  return { past: byPath(past.values()), live: byPath(live.nodes) };
}

const step = (act: Act['act'], path: string): Act => ({
  act,
  path,
  severity: 'TRANSIENT',
  waitMs: 10,
});

describe('the end of a history', () => {
  it('has nothing of a supervisor that was deleted, and of one that came after it only its own', async () => {
    const removed = await endsOf([step('remove', 'sub')]);
    expect(Object.keys(removed.past)).toEqual(['', 'a', 'rooms', 'halls']);
    const again = await endsOf([
      step('startHall', ''),
      { ...step('remove', 'halls/1'), waitMs: 0 },
      step('startHall', ''),
    ]);
    expect(again.past).toEqual(again.live);
    expect(Object.keys(again.past)).toContain('halls/1/deep');
  });

  it('is the present, whatever has happened', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (done) => {
        const { past, live } = await endsOf(done);
        expect(past).toEqual(live);
      }),
      { numRuns: 25 },
    );
  });
});
