import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  cloneState,
  excerpt,
  parseRecording,
  type Recording,
  type RecordingEntry,
  recordingLines,
  replay,
} from '../../src/index.ts';
import type { Harness } from '../supervision/harness.ts';
import { liveThrough } from '../supervision/live-through.ts';
import { anyTree } from '../supervision/trees.ts';

const anySequence = fc.array(fc.tuple(fc.nat(10_000), fc.nat(10_000)), {
  minLength: 40,
  maxLength: 160,
  size: 'max',
});

const MORE = Number(process.env['LAW_RUNS'] ?? 1);
const TIMEOUT_MS = 60_000 * MORE;

/** Keyframes now and then, and wherever the description changes. */
function record(harness: Harness, entries: RecordingEntry[]): void {
  const { path } = harness.spec;
  let described: unknown;
  harness.foreseers.push(({ at }) => {
    const { spec, state } = harness;
    if (spec === described && at % 7 !== 0) return;
    described = spec;
    entries.push({ type: 'keyframe', path, spec, state: cloneState(state) });
  });
  harness.watchers.push((effects, input) => entries.push({ type: 'step', path, input, effects }));
}

it(
  'what is written and read again is decided as it was, whatever happened to whatever tree, and so is every incident alone',
  () => {
    const seen = { incidents: 0, keyframes: 0 };
    fc.assert(
      fc.property(anyTree, anySequence, (tree, sequence) => {
        const entries: RecordingEntry[] = [];
        liveThrough(tree, sequence, (harness) => record(harness, entries));
        const recording: Recording = { redacted: [], unproven: [], entries };
        const read = parseRecording(recordingLines(recording));
        const { divergence, outcomes, steps } = replay(read);
        expect(divergence?.text).toBeUndefined();
        expect(steps).toHaveLength(entries.filter(({ type }) => type === 'step').length);
        for (const incident of Object.keys(outcomes)) {
          const alone = replay(excerpt(read, incident));
          expect(alone.divergence?.text).toBeUndefined();
          expect(alone.outcomes[incident]).toBe(outcomes[incident]);
          seen.incidents += 1;
        }
        seen.keyframes += entries.filter(({ type }) => type === 'keyframe').length;
      }),
      { numRuns: 30 * MORE, interruptAfterTimeLimit: TIMEOUT_MS - 10_000 },
    );
    expect(seen.incidents).toBeGreaterThan(30);
    expect(seen.keyframes).toBeGreaterThan(60);
  },
  TIMEOUT_MS,
);
