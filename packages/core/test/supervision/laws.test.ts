import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SupervisionEventType } from '../../src/index.ts';
import { watchCanonical, watchClones } from './canonical-laws.ts';
import { liveThrough } from './live-through.ts';
import { anyTree, SMALL_TREES } from './trees.ts';

const EXPECTED_TO_BE_SEEN: readonly SupervisionEventType[] = [
  'abandoned.settled',
  'child.abandoned',
  'child.added',
  'child.cycled',
  'child.degraded',
  'child.exited',
  'child.failed',
  'child.leftIdle',
  'child.notStarted',
  'child.recovered',
  'child.removed',
  'child.restarting',
  'child.retrying',
  'child.stepping',
  'child.waiting',
  'dependency.down',
  'dependency.up',
  'fault.absorbed',
  'group.restarted',
  'group.restarting',
  'recovery.attempted',
  'recovery.failed',
  'report.fenced',
  'step.skipped',
  'supervisor.failed',
  'supervisor.gaveUp',
  'supervisor.reconfigured',
  'supervisor.stopped',
];

const anySequence = fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), {
  minLength: 80,
  maxLength: 240,
  size: 'max',
});

const coarseSequence = fc.array(fc.tuple(fc.nat(1_200), fc.nat(12)), {
  minLength: 20,
  maxLength: 80,
  size: 'max',
});

/** More when asked for: `LAW_RUNS=20 npx vitest run laws` runs twenty times as many. */
const MORE = Number(process.env['LAW_RUNS'] ?? 1);
const TIMEOUT_MS = 60_000 * MORE;

/** A law that is broken is shrunk to a short history; after this time a longer one has to do. */
const NO_LONGER = { interruptAfterTimeLimit: TIMEOUT_MS - 10_000 };

describe('laws, for every tree, whatever happens to it in whatever order', () => {
  it(
    'rules 1, 2, 3, 9, 11, 17, 28, 29, 30, 33, 38, 39, 40, 41 and 45: one life, one chart, budgets, order, answers, and nothing is lost',
    () => {
      const seen = new Set<string>();
      fc.assert(
        fc.property(anyTree, anySequence, (tree, sequence) => {
          for (const { type } of liveThrough(tree, sequence).events) seen.add(type);
        }),
        { numRuns: 600 * MORE, ...NO_LONGER },
      );
      // A law that is never put to the test holds always.
      expect(EXPECTED_TO_BE_SEEN.filter((type) => !seen.has(type))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'rule 4: a clone shares nothing with its original, and answers the same',
    () => {
      fc.assert(
        fc.property(anyTree, anySequence, (tree, sequence) => {
          liveThrough(tree, sequence, watchClones);
        }),
        { numRuns: 75 * MORE, ...NO_LONGER },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'rule 5: states of one canonical form answer the same, whatever their ids, epochs and instants',
    () => {
      // Few trees and coarse choices, so that many runs come to the same forms.
      const trees = SMALL_TREES.map((tree) => ({ tree, known: new Map() }));
      fc.assert(
        fc.property(fc.constantFrom(...trees), coarseSequence, ({ tree, known }, sequence) => {
          liveThrough(tree, sequence, (harness) => watchCanonical(harness, known));
        }),
        { numRuns: 250 * MORE, ...NO_LONGER },
      );
    },
    TIMEOUT_MS,
  );
});
