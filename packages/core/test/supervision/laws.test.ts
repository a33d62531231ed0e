import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChildSpec,
  type EscalationPolicy,
  escalationPolicy,
  otp,
  selfHealing,
  type SupervisionEventType,
  type SupervisorInput,
} from '../../src/index.ts';
import { calmDown, choose } from './choices.ts';
import { Harness, law, type TreeOptions } from './harness.ts';
import { nothingIsLost, watchCanonical, watchClones, watchLaws } from './oracle.ts';

const EXPECTED_TO_BE_SEEN: readonly SupervisionEventType[] = [
  'abandoned.settled',
  'child.abandoned',
  'child.degraded',
  'child.exited',
  'child.failed',
  'child.recovered',
  'child.removed',
  'child.restarting',
  'child.retrying',
  'child.stepping',
  'fault.absorbed',
  'recovery.failed',
  'report.fenced',
  'step.skipped',
  'supervisor.failed',
  'supervisor.stopped',
];

const anyChain = fc
  .tuple(
    fc.shuffledSubarray([
      'retry' as const,
      'restart' as const,
      'fallback' as const,
      { step: 'drain', maxAttempts: 2 },
      { step: 'page' },
    ]),
    fc.constantFrom('fail' as const, 'fail' as const, 'fail' as const, 'escalate' as const),
  )
  .map(([steps, last]) => [...steps, last]);

const jittered = {
  kind: 'exponential',
  baseMs: 500,
  maxMs: 4_000,
  jitter: 'decorrelated',
} as const;

const ownPolicy: fc.Arbitrary<EscalationPolicy> = fc
  .record({ TRANSIENT: anyChain, RECOVERABLE: anyChain, CRITICAL: anyChain })
  .chain((chains) =>
    fc
      .record({
        retry: fc.constantFrom({}, { maxAttempts: 1 }, { backoff: jittered }),
        restart: fc.constantFrom(
          {},
          { maxAttempts: 2, backoff: jittered },
          { maxAttempts: Infinity, backoff: { kind: 'constant', delayMs: 0 } as const },
        ),
        recovery: fc.constantFrom({}, { baseMs: 1_000, maxMs: 3_000 }),
        longWindow: fc.constantFrom({}, { restarts: 2 }),
        initialStartFailure: fc.constantFrom('heal' as const, 'fatal' as const),
      })
      .map((rest) => escalationPolicy({ ...chains, ...rest })),
  );

const anyChild: fc.Arbitrary<ChildSpec> = fc.record({
  kind: fc.constantFrom('service' as const, 'service' as const, 'supervisor' as const),
  restart: fc.constantFrom(
    'permanent' as const,
    'permanent' as const,
    'transient' as const,
    'temporary' as const,
  ),
  shutdown: fc.constantFrom('brutal_kill' as const, 0, 100, 5_000, Infinity),
  significant: fc.constant(false),
  dependsOn: fc.constant([]),
  pausesWithDependency: fc.constant(false),
  intensity: fc.constant(undefined),
  hasDegradeHook: fc.boolean(),
});

const anyTree: fc.Arbitrary<TreeOptions> = fc
  .record({
    policy: fc.oneof(
      fc.constant(selfHealing),
      fc.constant(selfHealing),
      fc.constant(otp),
      ownPolicy,
      ownPolicy,
      ownPolicy,
    ),
    children: fc.array(anyChild, { minLength: 1, maxLength: 4 }),
    intensity: fc.constantFrom(undefined, undefined, undefined, {
      maxRestarts: 2,
      withinMs: 3_000,
    }),
    path: fc.constantFrom('', 'shop'),
  })
  .map(({ policy, children, intensity, path }) => ({
    policy,
    path,
    intensity,
    children: Object.fromEntries(children.map((child, n) => ['abcd'.charAt(n), child])),
  }));

const anySequence = fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), {
  minLength: 80,
  maxLength: 240,
  size: 'max',
});

const SMALL_TREES: readonly TreeOptions[] = [
  {},
  { children: { a: { hasDegradeHook: true, restart: 'transient' }, b: { restart: 'temporary' } } },
  { policy: otp, intensity: { maxRestarts: 3, withinMs: 5_000 } },
  {
    policy: escalationPolicy({
      TRANSIENT: ['retry', { step: 'drain', maxAttempts: 2 }, 'restart', 'fallback', 'fail'],
      pattern: { failures: 3 },
      longWindow: { restarts: 3 },
    }),
  },
];

const coarseSequence = fc.array(fc.tuple(fc.nat(1_200), fc.nat(12)), {
  minLength: 20,
  maxLength: 80,
  size: 'max',
});

function everyTicketIsAnswered(harness: Harness): void {
  for (const [ticket, results] of harness.answers)
    law(results.length === 1, `ticket ${ticket} has ${results.length} answers`);
}

/** Random things happen to a random tree, laws watched; then everything goes well; then it is stopped. */
function liveThrough(
  tree: TreeOptions,
  sequence: readonly (readonly [number, number])[],
  ...watchers: readonly ((harness: Harness) => void)[]
): Harness {
  const harness = new Harness(tree);
  const history: string[] = [];
  harness.foreseers.push((input) => history.push(inWords(harness, input)));
  const { openIncidents } = watchLaws(harness);
  for (const watch of watchers) watch(harness);
  try {
    liveToTheEnd(harness, openIncidents, sequence);
    return harness;
  } catch (error) {
    // Choices are numbers: what they came to is what somebody who mends a law wants to read.
    throw new Error(`a law is broken after\n${history.slice(-25).join('\n')}`, { cause: error });
  }
}

function inWords(harness: Harness, input: SupervisorInput): string {
  const states = [...harness.state.children.keys()].map((id) => `${id}: ${harness.at(id)}`);
  return `${harness.state.state} (${states.join('; ')}) <- ${JSON.stringify({ ...input, random: undefined })}`;
}

function liveToTheEnd(
  harness: Harness,
  openIncidents: ReadonlySet<string>,
  sequence: readonly (readonly [number, number])[],
): void {
  harness.start();
  for (const [kind, detail] of sequence) choose(harness, kind, detail);
  calmDown(harness);
  everyTicketIsAnswered(harness);
  nothingIsLost(harness);
  harness.stop();
  calmDown(harness);
  everyTicketIsAnswered(harness);
  law(harness.hasEnded, 'the supervisor has not ended');
  law(openIncidents.size === 0, `still open: ${[...openIncidents].join()}`);
  law(harness.timers().length === 0, 'a timer is left');
}

/** More when asked for: `LAW_RUNS=20 npx vitest run laws` runs twenty times as many. */
const MORE = Number(process.env['LAW_RUNS'] ?? 1);
const TIMEOUT_MS = 30_000 * MORE;

describe('laws, for every tree, whatever happens to it in whatever order', () => {
  it(
    'rules 1-3, 9, 11, 17, 28, 38-41: one life, one chart, budgets, order, answers, and nothing is lost',
    () => {
      const seen = new Set<string>();
      fc.assert(
        fc.property(anyTree, anySequence, (tree, sequence) => {
          for (const { type } of liveThrough(tree, sequence).events) seen.add(type);
        }),
        { numRuns: 400 * MORE },
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
        { numRuns: 80 * MORE },
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
        { numRuns: 500 * MORE },
      );
    },
    TIMEOUT_MS,
  );
});
