import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import {
  changeBeside,
  eventsUntil,
  incidentsUntil,
  openPast,
  seek,
} from '../../page/model/past.ts';
import { createWorld, foldDelta, type World } from '../../page/model/world.ts';
import type { Delta, History } from '../../src/protocol/frame.ts';
import {
  frameOf,
  serviceNode,
  SHOP_HISTORY,
  START,
  supervisorNode,
  told,
} from '../browser/sample-tree.ts';

const STATES = ['running', 'retrying', 'restarting', 'degraded', 'failed', 'stopped'];

/** A past of a hundred services in which something changes, comes or goes at every instant. */
const histories = fc
  .array(
    fc.record({
      index: fc.integer({ min: 0, max: 99 }),
      state: fc.constantFrom(...STATES),
      isGone: fc.boolean(),
    }),
    { minLength: 300, maxLength: 400 },
  )
  .map((changes): History => {
    const first = frameOf([supervisorNode('', 0), serviceNode('w0')], { at: 0 });
    const deltas = changes.map(({ index, state, isGone }, at): Delta => {
      const path = `w${index}`;
      return {
        revision: at + 2,
        at: (at + 1) * 10,
        charts: {},
        nodes: isGone ? [] : [serviceNode(path, { state })],
        gone: isGone ? [path] : [],
        events: [],
      };
    });
    return { first, deltas };
  });

/** What matters of a world, in order. */
function factsOf(world: World) {
  const { nodes, children, tallies, total, troubled, moves, at, revision } = world;
  const sorted = (tally: Iterable<readonly [string, unknown]>) =>
    [...tally].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    nodes: [...nodes.values()],
    children: [...children].map(([path, below]) => [path, [...below]]),
    tallies: sorted(tallies).map(([path]) => [path, sorted(tallies.get(path) ?? [])]),
    total: sorted(total),
    troubled: [...troubled].toSorted(),
    moves: sorted(moves),
    at,
    revision,
  };
}

describe('seek', () => {
  it('shows at any instant, in any order, what folding from the beginning shows', () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.integer({ min: -10, max: 4_200 }), { minLength: 1, maxLength: 8 }),
        (history, instants) => {
          const past = openPast(history);
          for (const at of instants) {
            seek(past, at);
            const world = createWorld(history.first);
            const until = history.deltas.filter((delta) => delta.at <= at);
            until.forEach((delta) => foldDelta(world, delta));
            expect(factsOf(past.world)).toEqual(factsOf(world));
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('folds at most one keyframe’s distance for a jump backwards', () => {
    const deltas = Array.from({ length: 1_000 }, (_, index) => ({
      revision: index + 2,
      at: index + 1,
      charts: {},
      nodes: [serviceNode('w')],
      gone: [],
      events: [],
    }));
    const { keyframes } = openPast({ first: frameOf([supervisorNode('', 1)], { at: 0 }), deltas });
    expect(keyframes.map(({ folded }) => folded)).toEqual(
      Array.from({ length: 16 }, (_, index) => index * 64),
    );
  });
});

describe('changeBeside', () => {
  it('walks from change to change, and ends at both ends', () => {
    const past = openPast(SHOP_HISTORY);
    expect(changeBeside(past, 'next')).toBeUndefined();
    const seen: number[] = [];
    for (
      let at = changeBeside(past, 'previous');
      at !== undefined;
      at = changeBeside(past, 'previous')
    ) {
      seen.push((at - START) / 1_000);
      seek(past, at);
    }
    expect(seen).toEqual([-120, -170, -184, -200]);
    expect(changeBeside(past, 'next')).toBe(START - 184_000);
  });
});

describe('eventsUntil and incidentsUntil', () => {
  const PATH = { path: 'db', incident: 'db#1' };
  const history: History = {
    first: frameOf([supervisorNode('', 1), serviceNode('db')], { at: 0 }),
    deltas: [
      told(1, { type: 'incident.opened', at: 10, ...PATH, severity: 'TRANSIENT' }),
      told(2, {
        type: 'child.retrying',
        at: 20,
        ...PATH,
        attempt: 1,
        severity: 'TRANSIENT',
        delayMs: 0,
      }),
      told(3, {
        type: 'child.restarting',
        at: 30,
        ...PATH,
        attempt: 1,
        severity: 'TRANSIENT',
        delayMs: 0,
      }),
      told(4, {
        type: 'incident.closed',
        at: 40,
        ...PATH,
        outcome: 'recovered',
        severity: 'RECOVERABLE',
        repairMs: 30,
        faults: 2,
        restarts: 1,
      }),
    ].map((event, index) => ({
      revision: index + 2,
      at: event.event.at,
      charts: {},
      nodes: [],
      gone: [],
      events: [event],
    })),
  };

  it.each([
    { at: 5, events: 0, steps: undefined, closedAt: undefined },
    { at: 10, events: 1, steps: [], closedAt: undefined },
    { at: 29, events: 2, steps: ['retry 1'], closedAt: undefined },
    { at: 39, events: 3, steps: ['retry 1', 'restart 1'], closedAt: undefined },
    { at: 40, events: 4, steps: ['retry 1', 'restart 1'], closedAt: 40 },
  ])('at $at ms nothing of later is known', ({ at, events, steps, closedAt }) => {
    const past = openPast(history);
    seek(past, at);
    expect(eventsUntil(past).length).toBe(events);
    const [incident] = incidentsUntil(past);
    expect(incident?.steps.map(({ name }) => name)).toEqual(steps);
    expect(incident?.closedAt).toBe(closedAt);
    expect(incident?.repairMs).toBe(closedAt === undefined ? undefined : 30);
  });
});
