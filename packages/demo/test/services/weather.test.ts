import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/services/seeded-random.ts';
import { badWeather, type Weather } from '../../src/services/weather.ts';

const seeds = Array.from({ length: 300 }, (_value, index) => index);

function forecast(seed: number, calls: number): readonly Weather[] {
  const next = badWeather(seededRandom(seed));
  return Array.from({ length: calls }, next);
}

/** Operations one after the other, each retried until it is fine: what fraction had failed at first, at each fault. */
function failureRates(
  seed: number,
  before: { readonly settled: number; readonly failed: number },
): readonly number[] {
  const next = badWeather(seededRandom(seed));
  const rates: number[] = [];
  let { failed } = before;
  for (let settled = before.settled; settled < 100; settled++) {
    if (next() === 'fair') continue;
    rates.push(failed / settled);
    failed += 1;
    while (next() !== 'fair');
  }
  return rates;
}

describe('badWeather', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(forecast(7, 50)).toEqual(forecast(7, 50));
    expect(forecast(7, 50)).not.toEqual(forecast(8, 50));
  });

  it('spoils exactly three calls of ten, in both ways', () => {
    for (const seed of seeds)
      expect(forecast(seed, 100).filter((weather) => weather !== 'fair')).toHaveLength(30);
    expect(new Set(forecast(7, 100))).toEqual(new Set(['fair', 'reset', 'stall']));
  });

  it.each([
    { settled: 0, failed: 0 },
    { settled: 15, failed: 8 },
  ])(
    'is no outage, whatever the seed: fewer than half had failed at any fault, after %j',
    (before) => {
      for (const seed of seeds)
        expect(Math.max(...failureRates(seed, before)), `seed ${seed}`).toBeLessThan(0.5);
    },
  );

  it('leaves one of three attempts fine, whatever the seed', () => {
    const runs = seeds.map((seed) =>
      forecast(seed, 100)
        .map((weather) => (weather === 'fair' ? ' ' : 'x'))
        .join(''),
    );
    for (const run of runs) expect(run).not.toContain('xxx');
  });
});
