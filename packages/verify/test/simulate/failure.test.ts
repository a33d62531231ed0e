import { formatDuration } from '@kintsugi/core';
import { describe, expect, it } from 'vitest';
import { type Failure, type FaultOptions, type Invariant, simulate } from '../../src/index.ts';
import { shop } from './trees.ts';

const invariants: Readonly<Record<string, Invariant>> = {
  'payments is never degraded': ({ stateOf }) =>
    stateOf('billing/payments') === 'degraded' ? 'payments is degraded' : undefined,
};

const CRITICAL_ONLY: FaultOptions = {
  preset: 'none',
  meanBetweenMs: { CRITICAL: 1_800_000 },
};

async function degradedPayments(): Promise<Failure> {
  const { failure } = await simulate(shop, { seed: 3, days: 1, faults: CRITICAL_ONLY, invariants });
  if (failure === undefined) throw new Error('payments was never degraded');
  return failure;
}

const troubleOfPayments: Invariant = ({ now, stateOf }) => {
  if (stateOf('billing/payments') !== 'degraded') return undefined;
  if (now < 1_000) return 'payments is degraded at once';
  return now > 60_000 ? 'payments is degraded late' : undefined;
};

describe('a failure', () => {
  it('is shrunk to the least that must happen', async () => {
    const { script, injections, seed, shrinkRuns } = await degradedPayments();
    expect(injections).toBeGreaterThan(50);
    expect(script).toEqual([
      { at: 0, do: 'ask', path: 'billing/payments', error: 'ConfigurationError' },
    ]);
    expect(seed).toBeUndefined();
    expect(shrinkRuns).toBeLessThanOrEqual(1_000);
  });

  it('tells what happens, in words', async () => {
    const { text, story, at, injections, shrinkRuns } = await degradedPayments();
    expect(text.split('\n').slice(0, 4)).toEqual([
      '"payments is never degraded" does not hold: payments is degraded',
      `found after ${formatDuration(at)} and ${injections} injections; one is enough, as ${shrinkRuns} more runs have shown:`,
      '       0.000 s  ask billing/payments: it fails once: ConfigurationError',
      'what happens then:',
    ]);
    expect(story.join('\n')).toContain('billing/payments is degraded (billing/payments#1)');
  });

  it('is the same for the same seed', async () => {
    const [one, other] = [await degradedPayments(), await degradedPayments()];
    expect(other.text).toBe(one.text);
  });

  it('of a script is told as it is: nothing is left out', async () => {
    const script = [
      { at: 0, do: 'ask', path: 'db' },
      { at: 1, do: 'ask', path: 'billing/payments', error: 'SecurityError' },
    ] as const;
    const { failure } = await simulate(shop, { script, invariants });
    expect(failure).toMatchObject({
      script,
      shrinkRuns: 0,
      invariant: 'payments is never degraded',
    });
  });

  it('is shrunk to the same failure, not to another one of the same invariant', async () => {
    const { failure } = await simulate(shop, {
      seed: 1,
      days: 0.5,
      faults: CRITICAL_ONLY,
      invariants: { 'payments is well': troubleOfPayments },
    });
    expect(failure?.what).toBe('payments is degraded late');
    expect(failure?.text).toContain('does not hold: payments is degraded late');
  });

  it('tells how the sentence was, when shrinking has changed its numbers', async () => {
    const { failure } = await simulate(shop, {
      seed: 1,
      days: 0.5,
      faults: CRITICAL_ONLY,
      invariants: {
        'payments is well': ({ now, stateOf }) =>
          stateOf('billing/payments') === 'degraded' ? `degraded after ${now} ms` : undefined,
      },
    });
    expect(failure?.what).toBe('degraded after 0 ms');
    expect(failure?.text).toContain(`it was: degraded after ${failure?.at} ms`);
  });

  it('of an invariant that throws is one like any other', async () => {
    const { failure } = await simulate(shop, {
      seed: 3,
      days: 1,
      faults: CRITICAL_ONLY,
      invariants: {
        'payments is well': ({ stateOf }) => {
          if (stateOf('billing/payments') === 'degraded') throw new TypeError('no such ledger');
          return undefined;
        },
      },
    });
    expect(failure).toMatchObject({
      invariant: 'payments is well',
      what: 'it throws TypeError: no such ledger',
      script: [{ at: 0, do: 'ask', path: 'billing/payments', error: 'ConfigurationError' }],
    });
  });
});
