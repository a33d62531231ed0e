import { type Recording } from '@kintsugi/core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SupervisionEvent } from '../../src/index.ts';
import { eventsOf, excerpt, parseRecording, replay } from '../../src/testing/index.ts';
import { act, ACTS, PATHS, type RecordedTree, recordedTree } from './recorded-tree.ts';

const steps = fc.array(
  fc.record({
    name: fc.constantFrom(...Object.keys(ACTS), 'crash', 'blip'),
    path: fc.constantFrom(...PATHS),
    waitMs: fc.constantFrom(0, 0, 5, 500, 1_500, 12_000),
  }),
  { minLength: 4, maxLength: 24, size: 'max' },
);

type Script = readonly { readonly name: string; readonly path: string; readonly waitMs: number }[];

/** Numbers of chance, always the same ones. */
function chance(): () => number {
  let state = 7;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

async function play(capacity: number, script: Script): Promise<RecordedTree> {
  const planted = recordedTree(capacity, chance());
  await planted.clock.settle();
  for (const { name, path, waitMs } of script) {
    act(planted, name, path);
    await planted.clock.advance(waitMs);
  }
  return planted;
}

/**
 * In no order: what follows in another supervisor is told before the rest of a decision is. Only who
 * observes a tree is told the stack, and only the tree knows what is left behind.
 */
function asSet(events: readonly SupervisionEvent[]): readonly string[] {
  const text = (event: SupervisionEvent) =>
    JSON.stringify(event, (key, value: unknown) =>
      key === 'stack' || key === 'leftBehind' ? undefined : value,
    );
  return events.map(text).toSorted();
}

/** The root, outer, inner and rooms: each begins with a keyframe. */
const SUPERVISORS = 4;

const keyframesOf = ({ entries }: Recording) =>
  entries.filter(({ type }) => type === 'keyframe').length;

/** Whole, and each incident alone; answers how many there are. */
function expectTheSame(recording: Recording): number {
  const { divergence, outcomes } = replay(recording);
  expect(divergence?.text).toBeUndefined();
  for (const incident of Object.keys(outcomes)) {
    const alone = replay(excerpt(recording, incident));
    expect(alone.divergence?.text).toBeUndefined();
    expect(alone.outcomes[incident]).toBe(outcomes[incident]);
  }
  return Object.keys(outcomes).length;
}

it('whatever happens in whatever part of a tree: its recording is decided again as it was, whole and by incident', async () => {
  const seen = { anew: 0, incidents: 0 };
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const { recorder, probe } = await play(4_000, script);
      const recording = parseRecording(recorder.lines());
      expect(recording.unproven).toEqual([]);
      seen.incidents += expectTheSame(recording);
      expect(asSet(eventsOf(recording))).toEqual(asSet(probe.events));
      if (keyframesOf(recording) > SUPERVISORS) seen.anew += 1;
    }),
    { numRuns: 30 },
  );
  expect(seen.anew).toBeGreaterThan(5);
  expect(seen.incidents).toBeGreaterThan(30);
}, 60_000);

it('so is what is left of it when the ring has come round', async () => {
  let wrapped = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(4, 20), steps, async (capacity, script) => {
      const { recorder, probe } = await play(capacity, script);
      const recording = parseRecording(recorder.lines());
      expect(recording.unproven).toEqual([]);
      expectTheSame(recording);
      expect(recording.entries.length).toBeGreaterThan(0);
      if (eventsOf(recording).length < probe.events.length) wrapped += 1;
    }),
    { numRuns: 30 },
  );
  expect(wrapped).toBeGreaterThan(10);
}, 60_000);
