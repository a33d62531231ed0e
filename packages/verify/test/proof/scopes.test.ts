import { afterAll, describe, expect, it } from 'vitest';
import { type CheckReport, verify } from '../../src/index.ts';
import { shortcomings, sizeOf } from './explored.ts';
import { NIGHTLY, SCOPES } from './scopes.ts';

/** `pnpm prove:nightly` explores what a night has time for, too. */
const isNight = process.env['NIGHTLY'] !== undefined;
const TIMEOUT_MS = isNight ? 14_400_000 : 600_000;

const checks: CheckReport[] = [];
/** By chart, the moves that no scope has taken so far. */
const untaken = new Map<string, readonly string[]>();

describe('everything that can happen, within these scopes', () => {
  const scopes = isNight ? [...SCOPES, ...NIGHTLY] : SCOPES;
  it.each(scopes)('$name', { timeout: TIMEOUT_MS }, ({ subject, options, chart }) => {
    const verification = verify(subject, options);
    checks.push(...verification.checks);
    for (const check of verification.checks) {
      // Of a tree, only its own policy's chart is meant.
      const known = untaken.get(chart) ?? check.untaken;
      untaken.set(
        chart,
        known.filter((move) => check.untaken.includes(move)),
      );
    }
    expect(shortcomings(verification.checks)).toEqual([]);
  });

  it('puts every property to the test in some of them', () => {
    const tested = (name: string) =>
      checks.some(({ properties }) =>
        properties.some((each) => each.name === name && each.tested > 0),
      );
    const names = new Set(checks.flatMap(({ properties }) => properties.map(({ name }) => name)));
    expect([...names].filter((name) => !tested(name))).toEqual([]);
  });

  it('takes every move of every chart in some of them', () => {
    expect(Object.fromEntries(untaken)).toEqual({
      otp: [],
      'self-healing': [],
      // Draining comes before these, and has one attempt: the chart draws what some budget would allow.
      'with a step of its own': [
        'starting service.fail',
        'starting service.restart',
        'retrying service.retry',
        'restarting service.fail',
        'restarting service.restart',
        'drain service.drain',
      ],
    });
  });

  afterAll(() => {
    process.stdout.write(sizeOf(checks));
  });
});
