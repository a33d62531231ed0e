import { describe, expect, it } from 'vitest';
import { parseSimulateArguments, SIMULATE_USAGE } from '../../src/simulation/arguments.ts';

describe('parseSimulateArguments', () => {
  it('lives through a week of ordinary faults when nothing is asked for', () => {
    expect(parseSimulateArguments([])).toEqual({
      kind: 'simulate',
      seed: 7,
      days: 7,
      faults: 'ordinary',
      isJson: false,
    });
  });

  it.each([
    [['--seed', '3'], { seed: 3 }],
    [['--seed=0', '--days=0.5'], { seed: 0, days: 0.5 }],
    [
      ['--days', '30', '--faults', 'hostile', '--json'],
      { days: 30, faults: 'hostile', isJson: true },
    ],
  ])('reads %j', (args, expected) => {
    expect(parseSimulateArguments(args)).toMatchObject({ kind: 'simulate', ...expected });
  });

  it('helps', () => {
    for (const word of ['--help', '-h'])
      expect(parseSimulateArguments([word])).toEqual({ kind: 'help' });
    expect(SIMULATE_USAGE).toContain('none, ordinary, rough, hostile');
  });

  it.each([
    [['week'], 'unknown word "week"; known are --seed N, --days N, --faults NAME, --json, --help'],
    [['--seed'], '--seed must be an integer from 0 to 4294967295, got nothing'],
    [['--seed', '4294967296'], '--seed must be an integer from 0 to 4294967295, got "4294967296"'],
    [['--days='], '--days must be a number above 0, at most 3650, got nothing'],
    [
      ['--json=yes'],
      'unknown word "--json=yes"; known are --seed N, --days N, --faults NAME, --json, --help',
    ],
    [['--faults'], '--faults must be one of none, ordinary, rough, hostile, got nothing'],
    [['--days', '0'], '--days must be a number above 0, at most 3650, got "0"'],
    [['--days', 'x'], '--days must be a number above 0, at most 3650, got "x"'],
    [['--faults', 'wild'], '--faults must be one of none, ordinary, rough, hostile, got "wild"'],
  ])('refuses %j and says what there is', (args, why) => {
    expect(parseSimulateArguments(args)).toEqual({ kind: 'refused', why });
  });
});
