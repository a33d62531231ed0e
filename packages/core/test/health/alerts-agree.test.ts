import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alertsAfter,
  type AlertBoard,
  type ChildSpec,
  createAlertBoard,
  escalationPolicy,
  otp,
  pathOf,
  selfHealing,
} from '../../src/index.ts';
import { calmDown, choose } from '../supervision/choices.ts';
import { Harness, type LawTree } from '../supervision/harness.ts';

const anyChild: fc.Arbitrary<Partial<ChildSpec>> = fc.record({
  restart: fc.constantFrom('permanent', 'permanent', 'transient', 'temporary'),
  shutdown: fc.constantFrom('brutal_kill' as const, 100, Infinity),
  significant: fc.constant(false),
  dependsOn: fc.constant([]),
  pausesWithDependency: fc.constant(false),
  intensity: fc.constant(undefined),
  hasDegradeHook: fc.boolean(),
});

const anyTree: fc.Arbitrary<LawTree> = fc
  .record({
    policy: fc.constantFrom(
      selfHealing,
      otp,
      escalationPolicy({ RECOVERABLE: ['fail'], CRITICAL: ['restart', 'escalate'] }),
      escalationPolicy({ TRANSIENT: [{ step: 'drain' }, 'fallback', 'fail'] }),
    ),
    children: fc.array(anyChild, { minLength: 1, maxLength: 3 }),
    path: fc.constantFrom('', 'shop'),
  })
  .map(({ children, ...tree }) => ({
    ...tree,
    children: Object.fromEntries(children.map((child, n) => ['abc'.charAt(n), child])),
  }));

const anySequence = fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), {
  maxLength: 200,
  size: 'max',
});

/** A supervisor under test, and what its events have made of the board so far. */
class Watched {
  readonly harness: Harness;
  readonly board: AlertBoard = createAlertBoard();
  #read = 0;

  constructor(tree: LawTree) {
    this.harness = new Harness(tree);
    this.harness.watchers.push(() => this.#follow());
    this.harness.start();
  }

  #follow(): void {
    for (const event of this.harness.events.slice(this.#read)) alertsAfter(this.board, event);
    this.#read = this.harness.events.length;
  }

  /** The paths with an alert of this kind. */
  open(kind: string): string[] {
    const alerts = [...this.board.values()].filter(({ alert }) => alert.startsWith(`${kind}:`));
    return alerts.map(({ path }) => path).toSorted();
  }

  /** The paths of the children whose chart is in this state. */
  in(state: string): string[] {
    const { state: supervisor, spec } = this.harness;
    const children = [...supervisor.children.values()].filter((child) => child.state === state);
    return children.map(({ id }) => pathOf(spec, id)).toSorted();
  }
}

function live(
  tree: LawTree,
  sequence: readonly (readonly [number, number])[],
  afterEach: (watched: Watched) => void = () => undefined,
): Watched {
  const watched = new Watched(tree);
  for (const [kind, detail] of sequence) {
    choose(watched.harness, kind, detail);
    afterEach(watched);
  }
  return watched;
}

function agree(watched: Watched): void {
  expect(watched.open('degraded')).toEqual(watched.in('degraded'));
  const failed = watched.open('failed');
  // Somebody may be trying to bring a failed child back: then its alert may stand or be cleared.
  for (const path of watched.in('failed')) expect(failed).toContain(path);
  const others = ['running', 'stopping', 'stopped'].flatMap((state) => watched.in(state));
  expect(failed.filter((path) => others.includes(path))).toEqual([]);
}

/** A hundred lives each: more than 5 s on a machine that has other work, too. */
const TIMEOUT_MS = 60_000;

describe('the alerts of a supervisor', () => {
  it(
    'name exactly the degraded and failed children, after every event',
    () => {
      fc.assert(
        fc.property(anyTree, anySequence, (tree, sequence) => {
          live(tree, sequence, agree);
        }),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'are about children that are there, or the supervisor itself',
    () => {
      fc.assert(
        fc.property(anyTree, anySequence, (tree, sequence) => {
          const { board, harness } = live(tree, sequence);
          const ids = [...harness.state.children.keys()];
          const there = [harness.spec.path, ...ids.map((id) => pathOf(harness.spec, id))];
          for (const { path } of board.values()) expect(there).toContain(path);
        }),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'are those of degraded and failed children once all goes well',
    () => {
      fc.assert(
        fc.property(anyTree, anySequence, (tree, sequence) => {
          const watched = live(tree, sequence);
          calmDown(watched.harness);
          agree(watched);
          expect(watched.open('leak')).toEqual([]);
          expect(watched.open('slow-stop')).toEqual([]);
        }),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'leave nothing open when it has ended but that it gave up',
    () => {
      fc.assert(
        fc.property(anyTree, anySequence, (tree, sequence) => {
          const { board, harness } = live(tree, sequence);
          calmDown(harness);
          harness.stop();
          calmDown(harness);
          const left = [...board.values()].map(({ alert }) => alert);
          expect(left.filter((alert) => !alert.startsWith('gave-up:'))).toEqual([]);
        }),
      );
    },
    TIMEOUT_MS,
  );
});
