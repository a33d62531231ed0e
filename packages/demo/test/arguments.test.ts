import { describe, expect, it } from 'vitest';
import { DEFAULT_SEED, parseArguments, usage } from '../src/arguments.ts';

const known = ['stable', 'mixed'];

describe('parseArguments', () => {
  it('runs all scenarios with the default seed when nothing is asked for', () => {
    expect(parseArguments([], known)).toEqual({
      kind: 'run',
      names: known,
      seed: DEFAULT_SEED,
      isJson: false,
    });
  });

  it.each([
    [['mixed'], { names: ['mixed'] }],
    [['--json'], { isJson: true }],
    [['--seed', '0'], { seed: 0 }],
    [['--seed=4294967295'], { seed: 4_294_967_295 }],
    [['--seed', '3', 'stable', '--json'], { seed: 3, names: ['stable'], isJson: true }],
    [['--', '--json'], { isJson: true }],
  ])('runs what %j asks for', (args, expected) => {
    expect(parseArguments(args, known)).toMatchObject({ kind: 'run', ...expected });
  });

  it.each([[['--observe']], [['mixed', '--observe', '--seed', '3', '--json']]])(
    'shows the mixed scenario on a page: %j',
    (args) => {
      const hasSeed = args.includes('--seed');
      const command = parseArguments(args, known);
      expect(command).toEqual({
        kind: 'observe',
        seed: hasSeed ? 3 : DEFAULT_SEED,
        isJson: hasSeed,
      });
    },
  );

  it('lists and helps when it is asked to', () => {
    expect(parseArguments(['--list'], known)).toEqual({ kind: 'list', isJson: false });
    expect(parseArguments(['--list', '--json'], known)).toEqual({ kind: 'list', isJson: true });
    for (const word of ['--help', '-h'])
      expect(parseArguments([word], known)).toEqual({ kind: 'help' });
    expect(usage(known)).toContain('stable, mixed');
  });

  it.each([
    [['nope'], 'unknown scenario "nope"; known are stable, mixed, and simulate and verify'],
    [['--nope'], 'unknown flag "--nope"; known are --observe, --list, --seed N, --json, --help'],
    [['stable', 'mixed'], 'one scenario at a time, or none for all; known are stable, mixed'],
    [['--observe', 'stable'], '--observe shows the scenario mixed, not stable'],
    [['--seed'], '--seed must be an integer from 0 to 4294967295, got nothing'],
    [['--seed', 'x'], '--seed must be an integer from 0 to 4294967295, got "x"'],
    [['--seed=-1'], '--seed must be an integer from 0 to 4294967295, got "-1"'],
    [['--seed=4294967296'], '--seed must be an integer from 0 to 4294967295, got "4294967296"'],
  ])('refuses %j and says what there is', (args, why) => {
    expect(parseArguments(args, known)).toEqual({ kind: 'refused', why });
  });
});
