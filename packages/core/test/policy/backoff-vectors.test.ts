import { describe, expect, it } from 'vitest';
import { type Backoff, backoffDelay } from '../../src/policy/backoff.ts';
import vectors from '../vectors/backoff-vectors.json' with { type: 'json' };
import { delays } from './backoff-sequences.ts';

const { A01, A03, A04, A05, A07, A08, A09, A11, A12, A13, A15, A16, A17, A19 } = vectors;

const delayed = { kind: 'exponential', firstAttempt: 'delayed' } as const;

/** Waits added up: when each attempt starts if every run fails at once. */
function startTimes(waits: readonly number[]): number[] {
  let at = 0;
  return waits.map((wait) => (at += wait));
}

describe('backoff with the first attempt immediate', () => {
  it(`A01 ${A01.title}`, () => {
    const backoff: Backoff = { kind: 'exponential', baseMs: A01.given.baseMs };
    expect(delays(backoff, A01.cases.length)).toEqual(A01.cases.map(({ delayMs }) => delayMs));
  });

  it(`A03 ${A03.title}`, () => {
    const { baseS, capS } = A03.given;
    const waits = delays({ kind: 'exponential', baseMs: baseS, maxMs: capS }, A03.cases.length);
    expect(waits).toEqual(A03.cases.map(({ delayS }) => delayS));
    expect(startTimes(waits)).toEqual(A03.cases.map(({ startS }) => startS));
  });

  it(`A08 ${A08.title}`, () => {
    const backoff: Backoff = { kind: 'exponential', baseMs: A08.given.base, maxMs: A08.given.cap };
    expect(delays(backoff, A08.cases.length)).toEqual(A08.cases.map(({ value }) => value));
  });
});

describe('backoff with the first attempt delayed', () => {
  it.each([
    ['A04', A04],
    ['A05', A05],
  ])('%s kubelet, advertised sequence', (_id, { given, cases }) => {
    const backoff: Backoff = { ...delayed, baseMs: given.baseS, maxMs: given.capS };
    const waits = delays(backoff, cases.length);
    expect(waits).toEqual(cases.map(({ delayS }) => delayS));
    expect(startTimes(waits)).toEqual(cases.map(({ cumulativeS }) => cumulativeS));
  });

  it(`A07 ${A07.title}: the memory is the caller's attempt counter`, () => {
    const backoff: Backoff = { ...delayed, baseMs: A07.given.baseS, maxMs: A07.given.capS };
    let attempt = 0;
    let lastAtS = 0;
    for (const { crashAtS, delayS } of A07.cases) {
      attempt = crashAtS - lastAtS > 2 * A07.given.capS ? 1 : attempt + 1;
      lastAtS = crashAtS;
      expect(backoffDelay(backoff, attempt, 0).delayMs).toBe(delayS);
    }
  });

  it(`A09 ${A09.title}: steps are the factor (max / base)^(1 / steps)`, () => {
    const { baseS, capS, steps } = A09.given;
    const backoff: Backoff = {
      ...delayed,
      baseMs: baseS,
      maxMs: capS,
      factor: (capS / baseS) ** (1 / steps),
    };
    for (const { attempt, delayS } of A09.cases)
      expect(backoffDelay(backoff, attempt, 0).delayMs).toBeCloseTo(delayS, 6);
  });

  it.each(A11.cases)(
    'A11 p-retry: minTimeout $minTimeout, factor $factor, maxTimeout $maxTimeout',
    ({ minTimeout, factor, maxTimeout, delays: expected }) => {
      const maxMs = maxTimeout ?? Infinity;
      const backoff: Backoff = { ...delayed, baseMs: minTimeout, factor, maxMs };
      expect(delays(backoff, expected.length)).toEqual(expected);
    },
  );

  it('A11 p-retry: the ten default delays add up to 1,023,000 ms', () => {
    expect(startTimes(delays({ ...delayed, baseMs: 1_000 }, 10)).at(-1)).toBe(1_023_000);
  });

  it.each(A12.cases)(
    'A12 resilience4j from $initialMs ms, x$multiplier: each wait is the second of a sequence that begins with the last, truncated',
    ({ initialMs, multiplier, delays: expected }) => {
      let wait = initialMs;
      for (const delayMs of expected) {
        expect(wait).toBe(delayMs);
        const next: Backoff = { ...delayed, baseMs: wait, factor: multiplier };
        wait = Math.floor(backoffDelay(next, 2, 0).delayMs);
      }
    },
  );
});

describe('backoff with jitter', () => {
  it.each(A13.cases)(
    'A13 Polly $kind $baseMs ms, attempt $step, u $random: $delayMs ms',
    ({ kind, baseMs, step, random, delayMs }) => {
      const backoff: Backoff =
        kind === 'linear'
          ? { kind: 'linear', baseMs, jitter: 'quarter' }
          : { kind: 'constant', delayMs: baseMs, jitter: 'quarter' };
      expect(backoffDelay(backoff, step + 1, random).delayMs).toBeCloseTo(delayMs, 9);
    },
  );

  it.each([
    ['A15', A15],
    ['A16', A16],
  ])('%s Polly and cockatiel, decorrelated jitter V2', (_id, { given, cases }) => {
    const { baseMs, capMs: maxMs } = given;
    const backoff: Backoff = { ...delayed, baseMs, maxMs, jitter: 'decorrelated-v2' };
    const waits = delays(
      backoff,
      cases.length,
      cases.map(({ random }) => random),
    );
    for (const [index, { delayMs }] of cases.entries())
      expect(waits[index]).toBeCloseTo(delayMs, 6);
  });

  it(`A17 ${A17.title}`, () => {
    const { baseMs, capMs: maxMs, random, attempts } = A17.given;
    const backoff: Backoff = { ...delayed, baseMs, maxMs, jitter: 'decorrelated-v2' };
    const waits = delays(backoff, attempts, random);
    expect(waits.every((wait) => wait >= 0 && wait <= maxMs)).toBe(true);
    for (const { step, delayMs } of A17.cases) expect(waits[step]).toBeCloseTo(delayMs, 6);
  });

  it.each(A19.cases)(
    'A19 cockatiel attempt $step, u $random: full and equal jitter, floored',
    ({ step, random, none, full, equal }) => {
      const { baseMs, capMs: maxMs } = A19.given;
      const floored = (jitter: 'none' | 'full' | 'equal') =>
        Math.floor(backoffDelay({ ...delayed, baseMs, maxMs, jitter }, step + 1, random).delayMs);
      expect(floored('none')).toBe(none);
      expect(floored('full')).toBe(full);
      expect(floored('equal')).toBe(equal);
    },
  );
});
