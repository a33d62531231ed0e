import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../src/index.ts';
import { proveScopes } from './prove-scopes.ts';
import { NIGHTLY, type ProvenScope, SCOPES } from './scopes.ts';

/** `pnpm prove:nightly` explores what a night has time for, too. */
const isNight = process.env['NIGHTLY'] !== undefined;
const proven = isNight
  ? proveScopes([...SCOPES, ...NIGHTLY], { withinMs: 14_400_000 })
  : proveScopes(SCOPES);

/** Moves of this chart that nothing in any of its scopes leads to. Of a tree, only the root's policy is meant. */
function untaken(chart: ProvenScope['chart']): readonly string[] {
  const [first, ...others] = proven
    .filter(({ scope }) => scope.chart === chart)
    .flatMap(({ checks }) => checks.map((check) => check.untaken));
  return (first ?? ['no scope']).filter((move) => others.every((each) => each.includes(move)));
}

/** Of children that are significant, or depend on others. */
const OF_OTHERS = [
  'a child that pauses starts only when its dependencies are up',
  'automatic shutdown is kept',
  'dependants are told',
];

function untested({ properties }: CheckReport): readonly string[] {
  return properties.flatMap(({ name, verdict }) => (verdict === 'not tested' ? name : []));
}

describe('the scopes together', () => {
  it('put every property to the test', () => {
    const properties = proven.flatMap(({ checks }) => checks.flatMap((each) => each.properties));
    const tested = new Set(properties.filter((each) => each.tested > 0).map(({ name }) => name));
    const names = [...new Set(properties.map(({ name }) => name))];
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !tested.has(name))).toEqual([]);
  });

  it.each<[ProvenScope['preset'], readonly string[]]>([
    // It has neither budgets nor a fallback; the rest is of children of other kinds.
    ['otp', ['the budget of each step is kept', 'recovery waits longer each time', ...OF_OTHERS]],
    // It sets none.
    ['selfHealing', ['the intensity is kept', ...OF_OTHERS]],
  ])('put every property to the test under %s as it ships, but for %j', (preset, excepted) => {
    const checks = proven.flatMap((each) => (each.scope.preset === preset ? each.checks : []));
    const [first, ...others] = checks.map(untested);
    const never = first?.filter((name) => others.every((each) => each.includes(name)));
    expect(never).toEqual(excepted);
  });

  it.each<[ProvenScope['chart'], readonly string[]]>([
    ['otp', []],
    ['self-healing', []],
    [
      'with a step of its own',
      // Draining comes before these, and has one attempt: the chart draws what some budget would allow.
      [
        'starting service.fail',
        'starting service.restart',
        'retrying service.retry',
        'restarting service.fail',
        'restarting service.restart',
        'drain service.drain',
      ],
    ],
  ])('take every move of the chart %s, but for %j', (chart, excepted) => {
    expect(untaken(chart)).toEqual(excepted);
  });
});
