import { describe, expect, it } from 'vitest';
import { loadSubject } from '../src/peers/subjects.ts';
import { measureObserved } from '../src/scaling/observed.ts';
import { measureRecording } from '../src/scaling/recording.ts';
import { measureSiblings } from '../src/scaling/siblings.ts';
import { SCENARIOS } from '../src/scenarios/scenarios.ts';

describe.each(['bare', 'kintsugi', 'kintsugi-healing'] as const)('the scenarios of %s', (name) => {
  it.each(SCENARIOS)('$name measures something', async ({ measure }) => {
    const measured = await measure(await loadSubject(name), 20);
    expect(measured).toHaveProperty('cpuUs');
    expect(Object.values(measured).every(Number.isFinite)).toBe(true);
  });
});

it('stops and crashes one of many, and one of few', async () => {
  const measured = await measureSiblings(1_000, { uncounted: 0, counted: 1 });
  expect(Object.values(measured).every(Number.isFinite)).toBe(true);
});

it('crashes with a flight recorder, and without', async () => {
  const measured = await measureRecording({ uncounted: 0, counted: 1 });
  expect(measured).toMatchObject({
    ofBare: (measured['recordedUs'] ?? 0) / (measured['bareUs'] ?? 0),
    rethrowOfBare: expect.any(Number),
  });
  expect(Object.values(measured).every(Number.isFinite)).toBe(true);
});

it('crashes and asks with a page, at which nobody looks, and one does', async () => {
  const measured = await measureObserved({ uncounted: 0, counted: 1 });
  expect(Object.keys(measured)).toEqual(['crashIdle', 'crashWatched', 'askIdle', 'askWatched']);
  expect(Object.values(measured).every((ratio) => Number.isFinite(ratio) && ratio > 0)).toBe(true);
});
