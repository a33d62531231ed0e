import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../../src/fault/supervision-error.ts';
import { ages } from '../../src/policy/instant-ring.ts';
import {
  createRestartLog,
  DEFAULT_OTP_INTENSITY,
  exceedsIntensity,
  type Intensity,
  restartsWithin,
  validateIntensity,
} from '../../src/policy/intensity.ts';

/** For each restart instant: was it one too many? */
function tooMany(intensity: Intensity, instants: readonly number[]): boolean[] {
  const log = createRestartLog();
  return instants.map((now) => exceedsIntensity(log, intensity, now));
}

/** OTP's own way: keep every restart of the period in a list, and count it. */
function tooManyByList(
  { maxRestarts, withinMs }: Intensity,
  instants: readonly number[],
): boolean[] {
  let list: number[] = [];
  return instants.map((now) => {
    list = [...list.filter((at) => at >= now - withinMs), now];
    return list.length > maxRestarts;
  });
}

describe('exceedsIntensity', () => {
  const intensity = { maxRestarts: 2, withinMs: 1_000 };

  it.each<[string, Intensity, readonly number[], readonly boolean[]]>([
    ['maxRestarts are granted, one more is not', intensity, [0, 10, 20], [false, false, true]],
    [
      'a restart exactly as old as the period still counts',
      intensity,
      [0, 10, 1_000],
      [false, false, true],
    ],
    ['one a millisecond older does not', intensity, [0, 10, 1_001], [false, false, false]],
    ['the refused restart counts too', intensity, [0, 0, 0, 1_000], [false, false, true, true]],
    [
      'restarts wider apart than the period never exceed',
      intensity,
      [0, 501, 1_002, 1_503],
      [false, false, false, false],
    ],
    ['0 makes the first crash final', { maxRestarts: 0, withinMs: 1_000 }, [7], [true]],
    [
      'Infinity grants all',
      { maxRestarts: Infinity, withinMs: 1_000 },
      [0, 0, 0],
      [false, false, false],
    ],
    [
      'a period of Infinity forgets nothing',
      { maxRestarts: 1, withinMs: Infinity },
      [0, 9e15],
      [false, true],
    ],
    ["OTP's default is 1 in 5 s", DEFAULT_OTP_INTENSITY, [0, 5_001, 10_001], [false, false, true]],
  ])('%s', (_name, limit, instants, expected) => {
    expect(tooMany(limit, instants)).toEqual(expected);
  });

  it('agrees with a list of all restarts', () => {
    fc.assert(
      fc.property(
        fc.record({
          maxRestarts: fc.oneof(fc.integer({ min: 0, max: 8 }), fc.constant(Infinity)),
          withinMs: fc.integer({ min: 1, max: 200 }),
        }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }),
        (limit, gaps) => {
          let at = 0;
          const instants = gaps.map((gap) => (at += gap));
          expect(tooMany(limit, instants)).toEqual(tooManyByList(limit, instants));
        },
      ),
    );
  });

  it('goes on the same from a log that was stored and read back', () => {
    const log = createRestartLog();
    for (const now of [0, 400, 900]) exceedsIntensity(log, intensity, now);
    const copy: typeof log = JSON.parse(JSON.stringify(log));
    expect(ages(copy, 1_000)).toEqual([600, 100]);
    expect(exceedsIntensity(copy, intensity, 1_400)).toBe(exceedsIntensity(log, intensity, 1_400));
  });

  it('keeps no more than maxRestarts instants, and none without a limit', () => {
    const log = createRestartLog();
    for (let now = 0; now < 100; now++) exceedsIntensity(log, intensity, now);
    expect(ages(log, 99)).toEqual([1, 0]);
    const unlimited = createRestartLog();
    exceedsIntensity(unlimited, { maxRestarts: Infinity, withinMs: 1_000 }, 0);
    expect(ages(unlimited, 0)).toEqual([]);
  });
});

describe('restartsWithin', () => {
  it('counts what lies in the period that ends now, the oldest that just does included', () => {
    const log = createRestartLog();
    for (const now of [0, 400, 900])
      exceedsIntensity(log, { maxRestarts: 5, withinMs: 1_000 }, now);
    const counts = [900, 1_000, 1_001, 1_901].map((now) =>
      restartsWithin(log, { withinMs: 1_000 }, now),
    );
    expect(counts).toEqual([3, 3, 2, 0]);
  });
});

describe('validateIntensity', () => {
  it('returns what it accepts', () => {
    for (const limit of [
      DEFAULT_OTP_INTENSITY,
      { maxRestarts: 0, withinMs: 1 },
      { maxRestarts: Infinity, withinMs: Infinity },
    ])
      expect(validateIntensity('intensity', limit)).toBe(limit);
  });

  it.each<[string, unknown]>([
    ['tree.intensity', null],
    ['tree.intensity', 3],
    ['tree.intensity.period', { maxRestarts: 1, withinMs: 1, period: 5 }],
    ['tree.intensity.maxRestarts', { maxRestarts: -1, withinMs: 1 }],
    ['tree.intensity.maxRestarts', { maxRestarts: 1.5, withinMs: 1 }],
    ['tree.intensity.maxRestarts', { maxRestarts: NaN, withinMs: 1 }],
    ['tree.intensity.withinMs', { maxRestarts: 1, withinMs: 0 }],
    ['tree.intensity.withinMs', { maxRestarts: 1 }],
  ])('names %s when it refuses %j', (option, limit) => {
    const refused = () => Reflect.apply(validateIntensity, undefined, ['tree.intensity', limit]);
    expect(refused).toThrow(InvalidOptionError);
    expect(refused).toThrow(expect.objectContaining({ option }));
  });
});
